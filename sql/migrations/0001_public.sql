-- Purpose: the public schema: tenants, runs, label tables, and the register of data schemas.
-- Inputs:  search_path names the public schema alone.
-- Holds afterwards: every table below exists and is empty but for the default org.

create table orgs (
    uid uuid not null constraint orgs_pkey primary key,
    id integer generated always as identity constraint orgs_id_key unique,
    name text collate "C" not null constraint orgs_name_key unique
);

-- The default org has a constant uid, so that two databases agree on it.
insert into orgs (uid, name) values ('00000000-0000-7000-8000-000000000001', 'default');

create table data_schemas (
    created_at timestamptz not null default now(),
    number integer not null constraint data_schemas_pkey primary key,
    migration integer not null,
    state text not null
        constraint data_schemas_state_check check (state in ('building', 'published')),
    name text not null constraint data_schemas_name_key unique
);

create table runs (
    run_id uuid not null constraint runs_pkey primary key,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    -- When what the run had left unfinished was removed; null also where it left nothing.
    swept_at timestamptz,
    org_id integer not null constraint runs_org_fkey references orgs (id),
    state text not null
        constraint runs_state_check check (state in ('running', 'done', 'failed', 'cancelled', 'killed')),
    -- Unit ids that the run reserved: what a killed run may have written without publishing lies inside.
    unit_ids int8multirange not null default '{}',
    data_schema text not null,
    -- Options in effect, and the final report.
    options jsonb not null,
    report jsonb
);

-- Label tables: the numbers of the closed vocabularies.
create table languages (number smallint constraint languages_pkey primary key, label text not null);
create table symbol_kinds (number smallint constraint symbol_kinds_pkey primary key, label text not null);
create table ref_kinds (number smallint constraint ref_kinds_pkey primary key, label text not null);
create table import_kinds (number smallint constraint import_kinds_pkey primary key, label text not null);
create table resolutions (number smallint constraint resolutions_pkey primary key, label text not null);
create table visibilities (number smallint constraint visibilities_pkey primary key, label text not null);
create table fact_kinds (number smallint constraint fact_kinds_pkey primary key, label text not null);
create table skip_reasons (number smallint constraint skip_reasons_pkey primary key, label text not null);
