import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { plus, seconds, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append, firstCheckpointOver } from '../../platform/ledger/public.ts'
import { closeAssignments, insertAssignments, readList, readNamed } from './candidate-store.ts'
import type { DrawParts } from './deps.ts'
import { rosterChanges } from './domain/candidates.ts'
import { drawLots } from './domain/draw-lots.ts'
import { seedOf, type Share } from './domain/seed.ts'
import type { BeaconProof } from './domain/verify-draw.ts'
import type { Draw } from './draw.ts'
import { advanceKind, answerBy, tellParties } from './freeze-draw.ts'
import { gatherOfficers } from './gather-candidates.ts'
import { watchOwed } from './owed-crews.ts'
import { readShares } from './share-store.ts'
import { findDraw, lockDraw, updateDraw } from './store.ts'

/**
 * Brings a locked draw as far as time, shares and ledger allow, and gives it as it then stands. What is due is due by the clock, whoever looks first:
 * the job, or the next act of somebody.
 */
export async function advanceDraw(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<Draw> {
  const moved = await step[draw.state](tx, context, parts, draw)
  if (!moved) return draw
  return advanceDraw(tx, context, parts, must(await findDraw(tx, [draw.port], draw.id), 'a draw that was locked'))
}

type Step = (tx: Tx, context: Context, parts: DrawParts, draw: Draw) => Promise<boolean>
const stay: Step = async () => false

const step: Readonly<Record<Draw['state'], Step>> = { proposed: closeAnswer, drawn: stay, declined: stay, committing: closeCommitments, sealing: fixBeacon, revealing: closeReveals, settling: settle }

/** A draw that no second person answered in time is over, on the record, and stands in nobody's way (DR-05). */
async function closeAnswer(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<boolean> {
  if (context.now < answerBy(parts, draw)) return false
  await record(tx, context, draw, 'DrawUnanswered', { causes: draw.causes })
  await updateDraw(tx, draw, { state: 'declined' })
  return true
}

/** Commitments are closed when all are in or the time is over; which there are goes into the ledger. */
async function closeCommitments(tx: Tx, context: Context, _parts: DrawParts, draw: Draw): Promise<boolean> {
  const shares = await readShares(tx, draw.port, draw.id)
  const parties = draw.head?.parties ?? []
  if (shares.length < parties.length && context.now < must(draw.commitBy, 'a frozen draw has a deadline')) return false
  const commitments = shares.map(({ agency, commitment }) => ({ agency, commitment }))
  const closedEntry = await record(tx, context, draw, 'DrawCommitmentsClosed', { draw: draw.id, commitments })
  await updateDraw(tx, draw, { state: 'sealing', closedEntry })
  await lookAgain(tx, context, draw)
  return true
}

/** The first checkpoint over the closed commitments is the beacon: it came after every commitment and before any secret. */
async function fixBeacon(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<boolean> {
  const beacon = await checkpointOver(tx, draw, [draw.frozenEntry, draw.closedEntry])
  if (beacon === undefined) return false
  const revealBy = plus(context.now, parameterValue(parts.law(), 'draws.reveal', context.now, { port: draw.port }))
  await updateDraw(tx, draw, { state: 'revealing', beacon, revealBy })
  await enqueue(tx, context, { port: draw.port, kind: advanceKind, payload: { id: draw.id }, runAt: revealBy })
  const committed = (await readShares(tx, draw.port, draw.id)).map(({ agency }) => agency)
  await tellParties(tx, context, draw, 'DrawSecretDue', committed, { by: toIso(revealBy) })
  return true
}

/** Secrets are told when all are in, and lots drawn; when the time is over, who is missing goes on the record and the ledger speaks for them. */
async function closeReveals(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<boolean> {
  const stored = await readShares(tx, draw.port, draw.id)
  const open = stored.some(({ secret }) => secret === null)
  if (open && context.now < must(draw.revealBy, 'a draw with a beacon has a deadline')) return false
  const shares = sharesOf(draw, stored)
  if (shares.every(({ secret }) => secret !== null)) {
    await drawAndTell(tx, context, parts, draw, shares, null)
    return true
  }
  const lateEntry = await record(tx, context, draw, 'DrawRevealsClosed', { draw: draw.id, shares } as unknown as Json)
  await updateDraw(tx, draw, { state: 'settling', lateEntry })
  await lookAgain(tx, context, draw)
  return true
}

async function settle(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<boolean> {
  const late = await checkpointOver(tx, draw, [draw.lateEntry])
  if (late === undefined) return false
  await drawAndTell(tx, context, parts, draw, sharesOf(draw, await readShares(tx, draw.port, draw.id)), late)
  return true
}

/** One share for each party, missing ones too. */
export function sharesOf(draw: Draw, stored: readonly { readonly agency: string; readonly secret: string | null }[]): Share[] {
  return (draw.head?.parties ?? []).map((agency) => ({ agency, secret: stored.find((share) => share.agency === agency)?.secret ?? null }))
}

async function drawAndTell(tx: Tx, context: Context, parts: DrawParts, draw: Draw, shares: readonly Share[], late: BeaconProof | null): Promise<void> {
  const { port, id, root, beacon } = draw
  const list = await readList(tx, port, id, must(draw.head, 'a frozen draw has a head'))
  const seed = seedOf({ draw: id, root: must(root, 'a frozen draw has a root'), beacon: must(beacon, 'a draw with secrets has a beacon').root, late: late?.root ?? null, shares })
  const result = drawLots(list, seed)
  const named = await readNamed(tx, port, id)
  const duty = { from: context.now, to: must(draw.dutyTo, 'a frozen draw has a span of duty') }
  const roster = rosterChanges(list.officers, named, await gatherOfficers(tx, parts, port, draw.agency, duty, context.now, () => ''), duty)
  await updateDraw(tx, draw, { state: 'drawn', seed, result, drawn: result.length, roster, drawnAt: context.now, ...(late === null ? {} : { late }) })
  if (draw.replaces !== null) await closeAssignments(tx, port, draw.replaces, null, null)
  const officerOf = new Map(named.filter(({ kind }) => kind === 'officer').map(({ code, subject }) => [code, subject]))
  await insertAssignments(tx, port, id, result.flatMap(({ object, officers }) => officers.map((code) => ({ object, officer: must(officerOf.get(code), 'an officer of the list') }))))
  await record(tx, context, draw, 'LotsDrawn', { draw: id, seed, drawn: result.length, short: result.filter(({ short }) => short).length, absent: shares.filter(({ secret }) => secret === null).map(({ agency }) => agency), roster } as unknown as Json)
  await enqueue(tx, context, { port, kind: lotsDrawn, payload: { id } })
  await watchOwed(tx, context, parts, draw)
  await tellParties(tx, context, draw, 'LotsDrawn', [draw.agency], { drawn: result.length, short: result.filter(({ short }) => short).length })
}

/** Kind of the job that sees to it that what was drawn is inspected; payload `{id}` of the draw. */
export const lotsDrawn = 'lots-drawn'

/** A fact that the program states: what it says is published, so no person stands in it. */
async function record(tx: Tx, context: Context, draw: Draw, type: string, payload: Json): Promise<string> {
  const [entry] = await append(tx, { ...context, actor: systemActor }, [{ port: draw.port, subjectKind: 'draw', subjectId: draw.id, type, payload }])
  return must(entry, 'one entry for one fact')
}

async function lookAgain(tx: Tx, context: Context, draw: Draw): Promise<void> {
  await enqueue(tx, context, { port: draw.port, kind: advanceKind, payload: { id: draw.id }, runAt: plus(context.now, seconds(0.5)) })
}

async function checkpointOver(tx: Tx, draw: Draw, entries: readonly (string | null)[]): Promise<BeaconProof | undefined> {
  const proofs = await firstCheckpointOver(tx, draw.port, entries.map((entry) => must(entry, 'an entry of the ledger')))
  const checkpoint = proofs?.[0]?.checkpoint
  if (proofs === undefined || checkpoint === undefined) return undefined
  const facts = proofs.map(({ entry, leaf, salt, sealed, audit }) => ({ leaf, salt: salt ?? '', sealed: sealed ?? '', position: entry.position ?? 0, audit }))
  return { note: checkpoint.note, size: checkpoint.size, root: checkpoint.root, facts }
}

const Payload = z.object({ id: z.uuid() })

/** The job of a draw: its clocks, and looking whether the ledger has sealed. */
export function advanceJob(parts: DrawParts): JobKind {
  return {
    async run(context, job) {
      const { id } = Payload.parse(job.payload)
      await context.db.transaction(async (tx) => {
        const draw = await lockDraw(tx, [job.port], id)
        const after = draw === undefined ? undefined : await advanceDraw(tx, context, parts, draw)
        if (after !== undefined && after.state === draw?.state && (after.state === 'sealing' || after.state === 'settling')) await lookAgain(tx, context, after)
        await job.finishIn(tx)
      })
    },
  }
}
