import { parseInstant, type Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { DeclarationDraft, DocumentDraft, ItemDraft, LicenceDraft } from './draft.ts'

const clause = 'SW-02'

const conveyanceOfMode: Readonly<Record<string, string>> = { sea: 'vessel', rail: 'train', road: 'vehicle', air: 'aircraft' }

function repeated(values: readonly (string | number | undefined)[], say: (index: number, value: string | number) => Refusal): Refusal[] {
  const seen = new Set<string | number>()
  return values.flatMap((value, i) => {
    if (value === undefined || !seen.has(value)) {
      if (value !== undefined) seen.add(value)
      return []
    }
    return [say(i, value)]
  })
}

function expired(paper: LicenceDraft | DocumentDraft | undefined, pointer: string, at: Instant): Refusal[] {
  const validTo = paper?.validTo === undefined ? undefined : parseInstant(paper.validTo)
  if (validTo === undefined || validTo >= at) return []
  return [
    {
      code: 'declarations/paper-expired',
      pointer: `${pointer}/validTo`,
      facts: { number: paper?.number ?? '', validTo: paper?.validTo ?? '' },
      clause: 'SW-06',
    },
  ]
}

function checkItem(item: ItemDraft, pointer: string, declared: ReadonlySet<string>, complete: boolean, at: Instant): Refusal[] {
  const refusals: Refusal[] = []
  if (item.ciq?.length === 13 && item.hs !== undefined && !item.ciq.startsWith(item.hs)) {
    refusals.push({ code: 'declarations/ciq-of-other-goods', pointer: `${pointer}/ciq`, facts: { ciq: item.ciq, hs: item.hs }, clause })
  }
  item.containers?.forEach((number, n) => {
    // Where a declared container could not be read, the missing one may be just that: its own fault is told instead.
    if (number !== undefined && complete && !declared.has(number)) {
      refusals.push({ code: 'declarations/container-not-declared', pointer: `${pointer}/containers/${n}`, facts: { number }, clause })
    }
  })
  item.licences?.forEach((licence, n) => refusals.push(...expired(licence, `${pointer}/licences/${n}`, at)))
  return refusals
}

/** Whether the parts of a declaration fit together: lines and containers named once, what is referred to is there, papers still valid at `at`. */
export function checkConsistency(draft: DeclarationDraft, at: Instant): Refusal[] {
  const items = draft.items ?? []
  const containers = draft.containers ?? []
  const lines = new Set(items.map((item) => item?.line))
  const declared = new Set(containers.flatMap((container) => (container?.number === undefined ? [] : [container.number])))
  const complete = containers.every((container) => container?.number !== undefined)
  const refusals = [
    ...repeated(
      items.map((item) => item?.line),
      (i, line) => ({ code: 'declarations/line-repeated', pointer: `/items/${i}/line`, facts: { line }, clause }),
    ),
    ...repeated(
      containers.map((container) => container?.number),
      (i, number) => ({ code: 'declarations/container-repeated', pointer: `/containers/${i}/number`, facts: { number }, clause }),
    ),
    ...items.flatMap((item, i) => (item === undefined ? [] : checkItem(item, `/items/${i}`, declared, complete, at))),
  ]
  draft.documents?.forEach((document, i) => {
    refusals.push(...expired(document, `/documents/${i}`, at))
    document?.lines?.forEach((line, n) => {
      if (line !== undefined && !lines.has(undefined) && !lines.has(line))
        refusals.push({ code: 'declarations/line-not-declared', pointer: `/documents/${i}/lines/${n}`, facts: { line }, clause })
    })
  })
  const kind = draft.conveyance?.kind
  const expectedKind = draft.mode === undefined ? undefined : conveyanceOfMode[draft.mode]
  if (kind !== undefined && expectedKind !== undefined && kind !== expectedKind) {
    refusals.push({ code: 'declarations/conveyance-of-other-mode', pointer: '/conveyance/kind', facts: { kind, mode: draft.mode ?? '' }, clause })
  }
  return refusals
}
