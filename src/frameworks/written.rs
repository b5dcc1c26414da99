//! Values as a reader knows them from the source: what schedules are shown as.

use super::finder::{Finder, Site};
use crate::limits::OPERAND_DEPTH_MAX;
use crate::model::{Language, Operand};

impl Finder<'_> {
    /// A value much as it is written; texts at its top without their quotes. `None` where a part of it is not known.
    pub fn written(&self, site: Site, operand: &Operand) -> Option<String> {
        match operand {
            Operand::Text(text) => Some(text.clone()),
            Operand::Name(_) => self
                .texts_of(site.file, operand)
                .into_iter()
                .next()
                .or_else(|| self.written_within(site, operand, OPERAND_DEPTH_MAX)),
            _ => self.written_within(site, operand, OPERAND_DEPTH_MAX),
        }
    }

    fn written_within(&self, site: Site, operand: &Operand, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match operand {
            Operand::Text(text) => Some(["\"", text, "\""].concat()),
            Operand::Word(word) => Some(word.clone()),
            Operand::Name(named) => Some(named.written()),
            Operand::List(items) => {
                let items = items.iter().map(|item| self.written_within(site, item, depth));
                let items: Vec<String> = items.collect::<Option<_>>()?;
                Some(["[", &items.join(", "), "]"].concat())
            }
            Operand::Mark(mark) => self.written_call(Site { mark: *mark, ..site }, depth),
            _ => None,
        }
    }

    /// A call: `crontab(hour=7)`, `1.day`.
    fn written_call(&self, call: Site, depth: usize) -> Option<String> {
        let mark = self.mark(call);
        let receiver = match &mark.receiver {
            Some(receiver) => self.written_within(call, receiver, depth)? + ".",
            None => String::new(),
        };
        let arguments = self.written_arguments(call, |_| true, depth)?;
        let is_bare =
            arguments.is_empty() && !receiver.is_empty() && self.file(call).language == Language::Ruby;
        let arguments = if is_bare { String::new() } else { ["(", &arguments, ")"].concat() };
        Some([receiver.as_str(), &mark.name, &arguments].concat())
    }

    /// The arguments whose names a caller wants; those without a name have an empty one.
    pub fn written_arguments(
        &self,
        call: Site,
        is_wanted: impl Fn(&str) -> bool,
        depth: usize,
    ) -> Option<String> {
        let arguments = self.mark(call).arguments.iter();
        let wanted = arguments.filter(|argument| is_wanted(argument.name.as_deref().unwrap_or_default()));
        let written = wanted.map(|argument| {
            let value = self.written_within(call, &argument.value, depth)?;
            Some(match &argument.name {
                Some(name) => [name.as_str(), "=", &value].concat(),
                None => value,
            })
        });
        let written: Vec<String> = written.collect::<Option<_>>()?;
        Some(written.join(", "))
    }
}
