import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Readings as one row for a packet and a time, values as arrays in the order of a list of factors that rows share: a tenth of
 * the work and of the space of a row for each value. Nothing is overwritten any more: every packet keeps what it said, and the
 * view `reading` tells, factor by factor, which packet's word counts.
 */
export class PackReadings1767225600050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table factor_list (
        no integer generated always as identity constraint factor_list_pkey primary key,
        codes text[] not null constraint factor_list_codes_key unique
      );
      create table reading_set (
        source_no integer not null,
        at timestamptz not null,
        kind smallint not null,
        packet_id bigint not null,
        factor_list_no integer not null,
        value_list double precision[] not null,
        -- Null where no factor of the packet has one.
        minimum_list double precision[],
        maximum_list double precision[],
        total_list double precision[],
        -- Data marks joined by commas, nothing where a factor has none; null where none has.
        mark_list text,
        constraint reading_set_pkey primary key (source_no, at, kind, packet_id)
      ) partition by range (at);
      create table reading_set_default partition of reading_set default;
      do $$
      declare one text;
      begin
        for one in select right(c.relname, 7) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = 'reading'::regclass and c.relname ~ '_[0-9]{4}_[0-9]{2}$' loop
          execute format('create table %I partition of reading_set for values from (%L) to (%L)', 'reading_set_' || one,
                         (replace(one, '_', '-') || '-01')::date, (replace(one, '_', '-') || '-01')::date + interval '1 month');
        end loop;
      end $$;
      create temporary table packed on commit drop as
        select r.source_no, r.at, r.kind, r.packet_id, array_agg(f.code order by f.code) as codes,
               array_agg(r.value order by f.code) as value_list, array_agg(r.minimum order by f.code) as minimum_list,
               array_agg(r.maximum order by f.code) as maximum_list, array_agg(r.total order by f.code) as total_list,
               string_agg(coalesce(r.mark, ''), ',' order by f.code) as mark_list
          from reading r join factor f on f.no = r.factor_no group by r.source_no, r.at, r.kind, r.packet_id;
      insert into factor_list (codes) select distinct p.codes from packed p order by p.codes;
      insert into reading_set
        select p.source_no, p.at, p.kind, p.packet_id, l.no, p.value_list, p.minimum_list, p.maximum_list, p.total_list,
               p.mark_list
          from packed p join factor_list l on l.codes = p.codes;
      drop table packed, reading, factor;

      -- A packet that says nothing new about a factor, or nothing at all after something, is no revision of it.
      create view reading as
        select said.source_no, said.at, said.kind, said.factor, said.value, said.minimum, said.maximum, said.total, said.mark,
               said.packet_id,
               (row_number() over (partition by said.source_no, said.at, said.kind, said.factor order by said.packet_id))::int
                 as revision,
               lead(said.packet_id) over (partition by said.source_no, said.at, said.kind, said.factor order by said.packet_id)
                 is null as is_current
          from (
            select n.*, lag(n.words) over (partition by n.source_no, n.at, n.kind, n.factor order by n.packet_id) as before
              from (
                select s.source_no, s.at, s.kind, s.packet_id, f.code as factor, s.value_list[f.n] as value,
                       s.minimum_list[f.n] as minimum, s.maximum_list[f.n] as maximum, s.total_list[f.n] as total,
                       nullif(split_part(s.mark_list, ',', f.n::int), '') as mark,
                       array[s.value_list[f.n], s.minimum_list[f.n], s.maximum_list[f.n], s.total_list[f.n]] as words
                  from reading_set s join factor_list l on l.no = s.factor_list_no
                 cross join lateral unnest(l.codes) with ordinality as f (code, n)) n) said
         where said.before is null
            or (said.words is distinct from said.before and said.words <> array[null, null, null, null]::double precision[])`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create temporary table unpacked on commit drop as select r.* from reading r where r.is_current;
      drop view reading;
      create table factor (
        no smallint generated always as identity constraint factor_pkey primary key,
        code text not null constraint factor_code_key unique
      );
      create table reading (
        source_no integer not null,
        at timestamptz not null,
        kind smallint not null,
        factor_no smallint not null,
        value double precision,
        minimum double precision,
        maximum double precision,
        total double precision,
        mark text,
        packet_id bigint not null,
        revision smallint not null,
        constraint reading_pkey primary key (source_no, at, kind, factor_no)
      ) partition by range (at);
      create table reading_default partition of reading default;
      insert into factor (code) select distinct u.factor from unpacked u order by u.factor;
      insert into reading
        select u.source_no, u.at, u.kind, f.no, u.value, u.minimum, u.maximum, u.total, u.mark, u.packet_id, u.revision
          from unpacked u join factor f on f.code = u.factor;
      drop table unpacked, reading_set, factor_list`);
  }
}
