/**
 * What an entry that people recorded lacks because it is older than its register's schema: members of the row a pack has for it now that none of its versions
 * ever had. What some version had and the newest has not was taken out on purpose and stays out. Undefined when nothing is lacking.
 */
export function completed<Data extends object>(newest: Data, row: object, ever: ReadonlySet<string>): Data | undefined {
  const lacking = Object.entries(row).filter(([member]) => !ever.has(member))
  return lacking.length === 0 ? undefined : { ...newest, ...Object.fromEntries(lacking) }
}
