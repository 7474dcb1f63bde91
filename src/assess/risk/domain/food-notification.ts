import { goodsOf } from './food-goods.ts'

/** Kinds of hazard notifications are gathered by (危害类别). */
export const hazardFamilies = ['pesticides', 'pathogens', 'mycotoxins', 'toxins', 'heavy-metals', 'veterinary', 'contaminants', 'additives', 'allergens', 'migration', 'foreign-bodies', 'novel', 'radiation', 'composition', 'other'] as const
export type HazardFamily = (typeof hazardFamilies)[number]

export interface Hazard {
  readonly family: HazardFamily
  readonly substance: string
}

/** A notification of a foreign food-alert network as it is taken over: a day, goods by their code, where they came from, what was wrong. */
export interface FoodNotification {
  readonly reference: string
  /** `2023-12-29`. */
  readonly issuedOn: string
  readonly notifier: string
  readonly product: string
  readonly category: string
  readonly hs: string
  /** ISO 3166-1 alpha-2; goods of several origins count for each. */
  readonly origins: readonly string[]
  readonly hazards: readonly Hazard[]
}

/** What was done to a row so that it could be used. */
export type NotificationMend = 'code-in-name-removed' | 'origin-dropped' | 'origin-repeated' | 'hazard-dropped' | 'hazard-repeated' | 'category-spelt-otherwise'

/** A row that can be used, or why it cannot. */
export type ReadNotification =
  | { readonly ok: true; readonly notification: FoodNotification; readonly mends: readonly { readonly rule: NotificationMend; readonly before: string; readonly after: string }[] }
  | { readonly ok: false; readonly reason: 'reference-malformed' | 'date-malformed' | 'origin-unknown' | 'hazard-missing' | 'goods-unknown'; readonly facts: Readonly<Record<string, string>> }

/** Columns a file of notifications must have. */
export const notificationColumns = ['Date of Case', 'Reference', 'Notification From', 'Country Origin', 'Product', 'Product Category', 'Hazard Substance', 'Hazard Category'] as const
export type NotificationRow = Readonly<Record<(typeof notificationColumns)[number], string>>

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `Dec 29, 2023`, `29-12-2023`, `29 DEC 2023` or `2023-12-29` as `2023-12-29`; undefined where no such day exists. */
export function readDay(text: string): string | undefined {
  const found =
    /^(?<month>[A-Za-z]{3})[a-z]*\.? (?<day>\d{1,2}), (?<year>\d{4})$/.exec(text) ?? /^(?<day>\d{1,2})[ .-](?<month>[A-Za-z]{3})[a-z]*[ .-](?<year>\d{4})/.exec(text) ??
    /^(?<day>\d{1,2})[-./](?<month>\d{1,2})[-./](?<year>\d{4})(?: .*)?$/.exec(text) ?? /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ].*)?$/.exec(text)
  const { year = '', month = '', day = '' } = found?.groups ?? {}
  const at = /^\d+$/.test(month) ? Number(month) : months.indexOf(month.toLowerCase()) + 1
  const date = new Date(Date.UTC(Number(year), at - 1, Number(day)))
  const exists = found !== null && date.getUTCFullYear() === Number(year) && date.getUTCMonth() === at - 1 && date.getUTCDate() === Number(day)
  return exists ? date.toISOString().slice(0, 10) : undefined
}

/** The name of a country as names are compared: without marks, brackets and punctuation. */
const countryKey = (name: string): string => name.replace(/\s+SAR\s.*$|\(.*?\)/g, '').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/&/g, 'and').replace(/[^a-z]+/g, ' ').trim()

/** Names the network uses beside those of code lists. */
const otherNames: Readonly<Record<string, string>> = { turkey: 'TR', 'czech republic': 'CZ', 'republic of north macedonia': 'MK', 'northern ireland': 'GB', 'viet nam': 'VN', 'the netherlands': 'NL', 'ivory coast': 'CI', 'cote divoire': 'CI', 'cabo verde': 'CV', 'korea republic of': 'KR' }

/** Finds a country by its name as the network writes it. */
export type CountryOf = (name: string) => string | undefined

/** Countries of a code list by their English names, and by what the network calls them. */
export function countriesByName(countries: readonly { readonly code: string; readonly name: { readonly en?: string | undefined } }[]): CountryOf {
  const known = new Map(countries.flatMap(({ code, name }) => (name.en === undefined ? [] : [[countryKey(name.en), code] as const])))
  const codes = new Set(countries.map(({ code }) => code))
  return (name) => {
    const key = countryKey(name)
    const other = otherNames[key]
    return known.get(key) ?? (other !== undefined && codes.has(other) ? other : undefined)
  }
}

const familyWords: readonly (readonly [HazardFamily, RegExp])[] = [
  ['pesticides', /pesticide/], ['veterinary', /veterinary|residue level above mrl/], ['mycotoxins', /mycotoxin/], ['pathogens', /micro-?organism|microbial|tse|parasit|biological contaminant/], ['toxins', /biotoxin|biocontaminant|natural toxin/], ['heavy-metals', /metals/],
  ['migration', /migration/], ['contaminants', /contaminant|contamination|pollutant/], ['additives', /additive/], ['allergens', /allergen/], ['foreign-bodies', /foreign bod/], ['novel', /novel|genetically|gmo/], ['radiation', /radiation/], ['composition', /composition|labelling|adulteration|organoleptic|packaging/],
]

function familyOf(said: string): HazardFamily {
  const words = said.toLowerCase()
  return familyWords.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other'
}

const members = (list: string): string[] => list.split(';').map((member) => member.trim())
const isNothing = (member: string): boolean => member === '' || /^(n\/a|none|unknown( origin)?)$/i.test(member)
/** The substance before what the network adds of its category and of how it was found. */
const substanceOf = (member: string): string => member.split(' - ')[0]?.trim() ?? member

/**
 * Reads one row. Formats drift within the years of a file: countries with and without their code, categories in new and old spelling, lists with empty members
 * and repetitions. What is clear is mended and told; a row without a known origin, hazard or kind of goods says nothing that could be looked for, and is refused.
 */
export function readNotification(row: NotificationRow, countryOf: CountryOf): ReadNotification {
  const mends: { rule: NotificationMend; before: string; after: string }[] = []
  const refused = (reason: Extract<ReadNotification, { ok: false }>['reason'], facts: Record<string, string>): ReadNotification => ({ ok: false, reason, facts: { reference: row.Reference, ...facts } })
  if (!/^\d{4}\.[0-9A-Z]{3,6}$/.test(row.Reference)) return refused('reference-malformed', {})
  const issuedOn = readDay(row['Date of Case'])
  if (issuedOn === undefined) return refused('date-malformed', { date: row['Date of Case'] })
  const notifier = row['Notification From'].replace(/ \([A-Z]{2}\)$/, '')
  if (notifier !== row['Notification From']) mends.push({ rule: 'code-in-name-removed', before: row['Notification From'], after: notifier })

  const named = members(row['Country Origin'])
  const found = named.flatMap((name) => (isNothing(name) ? [] : [countryOf(name) ?? '']))
  const origins = [...new Set(found.filter((code) => code !== ''))].sort()
  if (origins.length === 0) return refused('origin-unknown', { origin: row['Country Origin'] })
  if (found.length < named.length || found.includes('')) mends.push({ rule: 'origin-dropped', before: row['Country Origin'], after: origins.join('; ') })
  else if (origins.length < found.length) mends.push({ rule: 'origin-repeated', before: row['Country Origin'], after: origins.join('; ') })

  const categories = members(row['Hazard Category'])
  const listed = members(row['Hazard Substance'])
  const said = listed.map((member, n): Hazard | undefined => (isNothing(member) ? undefined : { substance: substanceOf(member), family: familyOf(`${categories[n] ?? ''} ${member}`) }))
  const stated = said.filter((hazard) => hazard !== undefined)
  const hazards = [...new Map(stated.map((hazard) => [`${hazard.family} ${hazard.substance.toLowerCase()}`, hazard])).values()]
  if (hazards.length === 0) return refused('hazard-missing', { hazard: row['Hazard Substance'] })
  if (stated.length < said.length) mends.push({ rule: 'hazard-dropped', before: row['Hazard Substance'], after: `${stated.length}/${said.length}` })
  if (hazards.length < stated.length) mends.push({ rule: 'hazard-repeated', before: row['Hazard Substance'], after: `${hazards.length}/${stated.length}` })

  const hs = goodsOf(row['Product Category'], row.Product)
  if (hs === undefined) return refused('goods-unknown', { category: row['Product Category'], product: row.Product.slice(0, 60) })
  if (/^[a-z]/.test(row['Product Category'])) mends.push({ rule: 'category-spelt-otherwise', before: row['Product Category'], after: hs })
  return { ok: true, mends, notification: { reference: row.Reference, issuedOn, notifier, product: row.Product, category: row['Product Category'], hs, origins, hazards } }
}
