import { systemActor } from '../../src/kernel/actor.ts'
import { append } from '../../src/platform/ledger/append.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { contextFor } from '../../src/platform/context.ts'
import type { Party, TestApp } from './app.ts'
import { freshSigner } from './ledger.ts'

const last = 'StreamTestEnded'

/**
 * What each of these parties hears of everything at a port from its second sealed entry on: all are told in the end of one more fact, meant for each by name, so
 * that who hears nothing has waited as long as who hears it. The status alone where the stream is refused.
 */
export async function hearStream(app: TestApp, address: string, port: string, parties: readonly Party[]): Promise<{ readonly status: number; readonly text: string }[]> {
  const streams = await Promise.all(parties.map(async ({ actor }) => {
    const headers = actor.roles.length === 0 ? {} : { authorization: `Test ${actor.name}@${actor.ports.join(',')}` }
    const stopped = new AbortController()
    return { response: await fetch(`${address}/api/v1/stream?after=${port}:0`, { headers, signal: stopped.signal }), stopped }
  }))
  const audience = parties.map(({ actor }) => `account:${actor.id}`)
  await app.machine.db.transaction((tx) => append(tx, contextFor(app.machine, systemActor), [{ port, subjectKind: 'demonstration', subjectId: 'stream', type: last, payload: {}, audience }]))
  const heard = Promise.all(streams.map(async ({ response, stopped }) => {
    if (!response.ok || response.body === null) return { status: response.status, text: await response.text() }
    let text = ''
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    while (!text.includes(last)) {
      const { done, value } = await reader.read()
      if (done) throw new Error(`the stream ended early: ${text.slice(-200)}`)
      text += value
    }
    stopped.abort()
    return { status: response.status, text }
  }))
  // A transaction that another test has open on the same cluster holds sealing back: it is asked for until the last fact has come.
  const signer = freshSigner()
  let ended = false
  const done = heard.finally(() => (ended = true))
  while (!ended) {
    await sealAll(app.machine.db, signer)
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  return heard
}
