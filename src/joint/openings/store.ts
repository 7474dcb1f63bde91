import type { Queryable } from '../../platform/database/database.ts'

/**
 * Live directives of several inspections whose objects lie in one container, container by container. Directives on an item say where it lies;
 * those on a container or a whole consignment bear the container's key. `places` are the keys of the container that is asked for: then only what
 * lies there is read, for the port may be locked meanwhile.
 */
export async function findSharedPlaces(db: Queryable, ports: readonly string[], places: readonly string[] | undefined, limit: number): Promise<{ port: string; place: string; directives: string[] }[]> {
  const [lying, keyed] = places === undefined ? ['', ''] : ['and d.places && $3::text[] and p.place = any($3::text[])', 'and k.key = any($3::text[])']
  return db.query(
    `with inside as (
       select d.port, d.id, d.inspection_id, p.place from joint.directive d cross join lateral unnest(d.places) as p(place)
       where d.port = any($1::text[]) and d.places <> '{}' and d.state in ('open', 'apart') ${lying}
       union
       select d.port, d.id, d.inspection_id, k.key from joint.directive_key k join joint.directive d on d.port = k.port and d.id = k.directive_id
       where k.port = any($1::text[]) and k.live and k.kind in ('container', 'parcel') and d.state in ('open', 'apart') ${keyed})
     select port, place, array_agg(id order by id) as directives from inside
     group by port, place having count(distinct inspection_id) > 1
     order by port, place limit $2`,
    places === undefined ? [ports, limit] : [ports, limit, places],
  )
}
