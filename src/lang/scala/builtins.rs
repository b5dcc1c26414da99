//! Names that Scala knows without an import: types of `scala`, `scala.Predef` and `java.lang`, and what is called there
//! without a receiver.

/// Sorted. Those are left out that a package's own declarations hide most often (`Process`, `Function` and their like):
/// they stand in another file.
#[rustfmt::skip]
pub const BUILTINS: &[&str] = &[
    "::", "???", "AbstractMethodError", "Any", "AnyRef", "AnyVal", "App", "ArithmeticException", "Array",
    "ArrayIndexOutOfBoundsException", "AssertionError", "AutoCloseable", "BigDecimal", "BigInt", "Boolean", "Byte",
    "CanEqual", "Char", "CharSequence", "Character", "Class", "ClassCastException", "ClassLoader",
    "ClassNotFoundException", "CloneNotSupportedException", "Cloneable", "Comparable", "Conversion", "Deprecated",
    "Double", "DummyImplicit", "Either", "EmptyTuple", "Equiv", "Error", "Exception", "ExceptionInInitializerError",
    "Float", "Fractional", "Function0", "Function1", "Function2", "Function3", "IllegalArgumentException",
    "IllegalStateException", "IndexOutOfBoundsException", "IndexedSeq", "Int", "Integer", "Integral",
    "InterruptedException", "Iterable", "IterableOnce", "Iterator", "LazyList", "Left", "LinkageError", "List",
    "Long", "Map", "MatchError", "Matchable", "Math", "Nil", "NoClassDefFoundError", "NoSuchElementException",
    "NoSuchFieldException", "NoSuchMethodException", "None", "Nothing", "Null", "NullPointerException", "Number",
    "NumberFormatException", "Numeric", "Object", "Option", "Ordered", "Ordering", "OutOfMemoryError", "Override",
    "PartialFunction", "Predef", "Product", "Range", "ReflectiveOperationException", "Right", "Runnable", "Runtime",
    "RuntimeException", "SafeVarargs", "SecurityException", "Seq", "Serializable", "Set", "Short", "Singleton",
    "Some", "StackOverflowError", "Stream", "String", "StringBuffer", "StringBuilder", "StringContext",
    "StringIndexOutOfBoundsException", "SuppressWarnings", "System", "Thread", "ThreadLocal", "Throwable",
    "Traversable", "TraversableOnce", "Tuple2", "Tuple3", "Tuple4", "UninitializedFieldError", "Unit",
    "UnsupportedOperationException", "Vector", "VirtualMachineError", "Void", "assert", "assume", "classOf",
    "deprecated", "deprecatedName", "identity", "implicitly", "java", "javax", "locally", "noinline", "printf",
    "println", "require", "scala", "specialized", "summon", "throws", "transient", "unchecked", "valueOf", "volatile",
];
