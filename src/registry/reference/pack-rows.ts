import type { Code, Entry, Pack } from '../../kernel/pack.ts'
import { anyRegister, type AnyRegister, type LoadRow } from '../register/public.ts'
import { codes, dispositions, methodConflicts, methods, parameters, participants, policyMeasures, ports, powers, readiness, registrations, releaseModes, rollOut, tariff } from './registers.ts'

/** Code lists of a pack and the `table` each is in the register. */
export const codeTables = {
  units: 'units',
  currencies: 'currencies',
  countries: 'countries',
  documentTypes: 'document-types',
  licenceTypes: 'licence-types',
  attributes: 'attributes',
} as const satisfies Partial<Record<keyof Pack, string>>

function row(entry: Entry, data: object): LoadRow {
  return { data, validFrom: entry.validFrom, ...(entry.validTo === undefined ? {} : { validTo: entry.validTo }) }
}

/** Content without its times: the register keeps those beside it. */
function content<E extends Entry>({ validFrom: _from, validTo: _to, ...data }: E): object {
  return data
}

function codeRow(table: string, code: Code): LoadRow {
  const { code: value, name, aliases } = code
  return row(code, { table, code: value, name, ...(aliases === undefined ? {} : { aliases }) })
}

/** What a policy pack puts into the registers at the start; officers go on from there (GV-12). */
export function packRows(pack: Pack): readonly { readonly register: AnyRegister; readonly rows: readonly LoadRow[] }[] {
  const codeRows = Object.entries(codeTables).flatMap(([list, table]) => pack[list as keyof typeof codeTables].map((code) => codeRow(table, code)))
  return [
    { register: anyRegister(ports), rows: pack.ports.map((port) => row(port, content(port))) },
    { register: anyRegister(powers), rows: pack.powers.map((power) => row(power, content(power))) },
    { register: anyRegister(participants), rows: pack.participants.map((entry) => row(entry, content(entry))) },
    { register: anyRegister(readiness), rows: pack.readiness.map((entry) => row(entry, content(entry))) },
    { register: anyRegister(rollOut), rows: pack.rollOut.map((entry) => row(entry, content(entry))) },
    { register: anyRegister(methodConflicts), rows: pack.methodConflicts.map((entry) => row(entry, content(entry))) },
    { register: anyRegister(methods), rows: pack.methods.map((rule) => row(rule, content(rule))) },
    { register: anyRegister(dispositions), rows: pack.dispositions.map((kind) => row(kind, content(kind))) },
    { register: anyRegister(releaseModes), rows: pack.releaseModes.map((mode) => row(mode, content(mode))) },
    { register: anyRegister(registrations), rows: pack.registrations.map((entry) => row(entry, content(entry))) },
    { register: anyRegister(policyMeasures), rows: pack.policies.map((policy) => row(policy, content(policy))) },
    { register: anyRegister(parameters), rows: pack.parameters.map((parameter) => row(parameter, content(parameter))) },
    { register: anyRegister(codes), rows: codeRows },
    {
      register: anyRegister(tariff),
      rows: pack.tariff.map((entry) => {
        const { hs, name, units, conditions, importCategories, exportCategories } = entry
        return row(entry, { hs, name, units, conditions, importCategories, exportCategories })
      }),
    },
  ]
}
