import type { Tx } from '../database/database.ts'

/** The era in force, and whether this cluster's transactions are behind those of its entries. Locks until the transaction ends. */
export async function readEraStanding(tx: Tx): Promise<{ readonly era: number; readonly behind: boolean }> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('lianjian.ledger.era'))`)
  const [row] = await tx.query<{ era: number; behind: boolean }>(`
    with recursive current (era) as (select max(number) from ledger.era), ports (port) as (
      (select port from ledger.entry order by port limit 1)
      union all
      select (select e.port from ledger.entry e where e.port > p.port order by e.port limit 1) from ports p where p.port is not null
    )
    select c.era, exists (
      select from ports p cross join lateral (
        select e.xid from ledger.entry e where e.port = p.port and e.era = c.era order by e.xid desc, e.seq desc limit 1
      ) newest
      where newest.xid >= pg_snapshot_xmax(pg_current_snapshot())
    ) as behind
    from current c`)
  return row ?? { era: 1, behind: false }
}

/** Puts a new era in force for every entry written from now on. Locks the table for a moment. */
export async function raiseEra(tx: Tx, era: number, reason: string): Promise<number> {
  await tx.query('insert into ledger.era (number, reason) values ($1, $2)', [era, reason])
  await tx.query(`alter table ledger.entry alter column era set default ${era}`)
  return era
}
