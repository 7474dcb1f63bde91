import type { z } from 'zod'
import type { Code, Entry, Pack, PolicyMeasure, TariffEntry } from '../../kernel/pack.ts'
import type { Register, RegisterCache, Version } from '../register/public.ts'
import { codeTables } from './pack-rows.ts'
import { present } from '../../kernel/present.ts'
import { codeKey, codes, dispositions, methodConflictKey, methodConflicts, methods, parameters, participants, participantsKey, policyMeasures, type PolicyEntry, portOpenings, ports, powers, readiness, readinessKey, registrationKey, registrations, releaseModes, rollOut, rollOutKey, tariff } from './registers.ts'

type Times = Pick<Version<object>, 'validFrom' | 'validTo'>

function times({ validFrom, validTo }: Times): Pick<Entry, 'validFrom' | 'validTo'> {
  return validTo === undefined ? { validFrom } : { validFrom, validTo }
}

/**
 * Entries of a register with their versions: those the pack names in the order of the pack, then what officers added, by key.
 * What the register does not hold (yet) is as the pack says.
 */
function entriesOf<Data extends object, E>(
  cache: RegisterCache,
  register: Register<Data>,
  own: readonly (readonly [key: string, entry: E])[],
  toEntry: (data: Data, version: Times) => E,
  wanted: (data: Data) => boolean = () => true,
): E[] {
  const versions = cache.versions(register)
  const named = new Set(own.map(([key]) => key))
  const inRegister = (key: string): E[] => (versions.get(key) ?? []).filter((version) => wanted(version.data)).map((version) => toEntry(version.data, version))
  const added = [...versions.keys()].filter((key) => !named.has(key)).sort()
  return [...own.flatMap(([key, entry]) => (versions.has(key) ? inRegister(key) : [entry])), ...added.flatMap(inRegister)]
}

function keyed<E>(entries: readonly E[], keyOf: (entry: E) => string): (readonly [string, E])[] {
  return entries.map((entry) => [keyOf(entry), entry] as const)
}

/**
 * The policy pack as the registers have it now (RR-02): ports, powers, participants, readiness, roll-out, methods, dispositions, release modes, registrations, measures of policy, parameters, code lists and tariff with every version and
 * its times, the rest as the pack says. What takes a pack takes this one, and a mode an officer added is there without a change of code.
 * Built anew only when a register has changed.
 */
export function livePack(pack: Pack, cache: RegisterCache): () => Pack {
  let built: { readonly revision: number; readonly pack: Pack } | undefined
  const plain = <D extends object>(data: D, version: Times): D & Pick<Entry, 'validFrom' | 'validTo'> => ({ ...data, ...times(version) })

  const policyOf = ({ when, effect: { mode, checks, clocks }, ...data }: z.infer<typeof PolicyEntry>, version: Times): PolicyMeasure => ({
    ...plain(data, version),
    when: present(when),
    effect: present({ mode, checks, clocks }),
  })

  function list(name: keyof typeof codeTables): Code[] {
    const table = codeTables[name]
    return entriesOf(
      cache,
      codes,
      pack[name].map((code) => [codeKey(table, code.code), code] as const),
      (data, version): Code => ({
        code: data.code,
        name: { zh: data.name.zh, en: data.name.en ?? data.name.zh },
        ...(data.aliases === undefined ? {} : { aliases: data.aliases }),
        clause: 'GV-16',
        ...times(version),
      }),
      (data) => data.table === table,
    )
  }

  /** A port that the pack does not know is one only once it has been opened (JI-18). */
  const isOpen = (code: string): boolean => pack.ports.some((port) => port.code === code) || cache.versions(portOpenings).has(code)

  function build(): Pack {
    return {
      ...pack,
      ports: entriesOf(cache, ports, pack.ports.map((port) => [port.code, port] as const), ({ office, ...data }, version) => ({ ...plain(data, version), ...(office === undefined ? {} : { office }) })).filter((port) => isOpen(port.code)),
      powers: entriesOf(cache, powers, pack.powers.map((power) => [power.code, power] as const), plain),
      participants: entriesOf(cache, participants, keyed(pack.participants, participantsKey), (data, version) => ({ ...present(data), ...times(version) })),
      readiness: entriesOf(cache, readiness, keyed(pack.readiness, readinessKey), (data, version) => ({ ...present(data), ...times(version) })),
      rollOut: entriesOf(cache, rollOut, keyed(pack.rollOut, rollOutKey), (data, version) => ({ ...present(data), ...times(version) })),
      methodConflicts: entriesOf(cache, methodConflicts, keyed(pack.methodConflicts, methodConflictKey), ({ methods: [one = 'documents', other = one], ...data }, version) => ({ ...plain(data, version), methods: [one, other] })),
      methods: entriesOf(cache, methods, pack.methods.map((rule) => [rule.method, rule] as const), (data, version) => ({ ...present(data), ...times(version) })),
      dispositions: entriesOf(cache, dispositions, pack.dispositions.map((kind) => [kind.code, kind] as const), plain),
      releaseModes: entriesOf(cache, releaseModes, pack.releaseModes.map((mode) => [mode.code, mode] as const), plain),
      parameters: entriesOf(cache, parameters, pack.parameters.map((parameter) => [parameter.name, parameter] as const), ({ overrides, ...data }, version) => ({ ...plain(data, version), ...(overrides === undefined ? {} : { overrides }) })),
      registrations: entriesOf(cache, registrations, keyed(pack.registrations, registrationKey), plain),
      policies: entriesOf(cache, policyMeasures, pack.policies.map((policy) => [policy.code, policy] as const), policyOf),
      tariff: entriesOf(
        cache,
        tariff,
        pack.tariff.map((entry) => [entry.hs, entry] as const),
        (data, version): TariffEntry => ({
          hs: data.hs,
          name: { zh: data.name.zh, en: data.name.en ?? data.name.zh },
          units: data.units,
          conditions: data.conditions,
          importCategories: data.importCategories,
          exportCategories: data.exportCategories,
          clause: 'SW-02',
          ...times(version),
        }),
      ),
      units: list('units'),
      currencies: list('currencies'),
      countries: list('countries'),
      documentTypes: list('documentTypes'),
      licenceTypes: list('licenceTypes'),
      attributes: list('attributes'),
    }
  }

  return () => {
    const revision = cache.revision()
    if (revision === 0) return pack
    if (built?.revision !== revision) built = { revision, pack: build() }
    return built.pack
  }
}
