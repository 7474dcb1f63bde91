import { invariant } from '../../kernel/invariant.ts'
import { openDatabase, type Database } from '../../platform/database/database.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { appRole } from '../../platform/database/roles.ts'

const shape = /^lianjian_replay_[0-9a-f]{12}$/

/** The name of the database of a replay, by the random end of its id. */
export function scratchName(replayId: string): string {
  return `lianjian_replay_${replayId.replaceAll('-', '').slice(-12)}`
}

/** The same server, another database. */
function urlOfScratch(url: string, name: string): string {
  const at = new URL(url)
  at.pathname = `/${name}`
  return at.href
}

/**
 * Makes the empty database of a replay beside the product's own, with its schema, and opens it as the running program would. A replay has a
 * database of its own because its cases are years old and simulated: no officer's queue, notice or ledger may show them.
 * Needs the right to create databases.
 */
export async function createScratch(url: string, name: string): Promise<Database> {
  invariant(shape.test(name), `${name} is no scratch database`)
  const owner = openDatabase({ url, connections: 1 })
  try {
    await owner.query(`create database ${name} template template0 encoding 'UTF8'`)
    // A commit need not wait for the disk here: the safe point of a stop is written to the product's own database, in the same log and
    // durably, so that everything before it is durable too; what a crash loses after it is simulated again.
    await owner.query(`alter database ${name} set synchronous_commit = off`)
    // The same few statements are sent millions of times: planning them anew each time would cost more than doing them.
    await owner.query(`alter database ${name} set plan_cache_mode = force_generic_plan`)
  } finally {
    await owner.close()
  }
  await prepareSchema(urlOfScratch(url, name))
  await dropIndexesOfScreens(url, name)
  return openScratch(url, name)
}

/** Serve lists and searches of people, of whom there are none here, and cost a write for each row. */
const indexesOfScreens = [
  'ledger.entry_subject', 'platform.notice_inbox', 'platform.notice_subject', 'platform.notice_id', 'single_window.declaration_of_trader', 'single_window.declaration_transport_document',
  'joint.directive_queue', 'joint.inspection_party', 'joint.inspection_object', 'joint.collision_list', 'joint.collision_object', 'joint.collision_member_object', 'joint.near_miss_object',
  'joint.result_object', 'joint.result_declaration', 'joint.result_party',
]

async function dropIndexesOfScreens(url: string, name: string): Promise<void> {
  const owner = openDatabase({ url: urlOfScratch(url, name), connections: 1 })
  try {
    await owner.query(`drop index if exists ${indexesOfScreens.join(', ')}`)
  } finally {
    await owner.close()
  }
}

/** Opens the database of a replay that was stopped, perhaps by an older program: its schema follows. */
export async function reopenScratch(url: string, name: string): Promise<Database> {
  await prepareSchema(urlOfScratch(url, name))
  return openScratch(url, name)
}

function openScratch(url: string, name: string): Database {
  return openDatabase({ url: urlOfScratch(url, name), role: appRole, connections: 6, prepared: true, pipelined: true, gathering: true })
}

/**
 * Brings what the database of a replay knows of its own tables up to date. Its tables grow from nothing within seconds, and what was planned for
 * empty ones reads whole tables later.
 */
export async function refreshStatistics(url: string, name: string): Promise<void> {
  const owner = openDatabase({ url: urlOfScratch(url, name), connections: 1 })
  try {
    await owner.query('analyze')
  } finally {
    await owner.close()
  }
}

/** Deletes the database of a replay. */
export async function dropScratch(url: string, name: string): Promise<void> {
  invariant(shape.test(name), `${name} is no scratch database`)
  const owner = openDatabase({ url, connections: 1 })
  try {
    await owner.query(`drop database if exists ${name} with (force)`)
  } finally {
    await owner.close()
  }
}
