#!/usr/bin/env node
// Verifies an exported ledger without the database and without any other file of this repository: written from docs/ledger.md alone.
//   node ledger-verify.mjs <export> [--key name+hash+key]… [--checkpoint file]…
// Exit 0: nothing found. 1: the first bad entry of each port is named. 2: not understood.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const leafHash = (text) => sha256(Buffer.from([0]), text)
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right)

class Damage extends Error {}
const demand = (condition, text) => {
  if (!condition) throw new Damage(text)
}

/** `name+hash+key` → { id, key }. */
function readKey(text) {
  const [, name, hash, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? []
  const bytes = Buffer.from(encoded ?? '', 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Error(`not a public key: ${text}`)
  const id = sha256(`${name}\n`, bytes).subarray(0, 4).toString('hex')
  if (id !== hash) throw new Error(`the hash of this public key is another: ${text}`)
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
  return { id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/** A signed note → what it says, and whether one of the keys signed it. */
function readNote(note, keys) {
  const [, text, port, size, root, signatures] = /^(lianjian\/([^\n]+)\n([1-9]\d*)\n([A-Za-z0-9+/]{43}=)\ntime [^\n]+\n)\n((?:— \S+ \S+\n)+)$/.exec(note) ?? []
  demand(text !== undefined, 'a checkpoint that cannot be read')
  const signed = signatures.trimEnd().split('\n').some((line) => {
    const bytes = Buffer.from(line.split(' ')[2], 'base64')
    const known = keys.find(({ id }) => id === bytes.subarray(0, 4).toString('hex'))
    return known !== undefined && verify(null, Buffer.from(text), known.key, bytes.subarray(4))
  })
  return { port, size: Number(size), root: Buffer.from(root, 'base64'), signed }
}

/** The right edge of a tree: hashes of its complete subtrees, the largest first. */
function grow(tree, hash) {
  for (let n = tree.size; n % 2 === 1; n = (n - 1) / 2) hash = nodeHash(tree.edge.pop(), hash)
  tree.edge.push(hash)
  tree.size++
}
const rootOf = (tree) => tree.edge.reduceRight((right, left) => nodeHash(left, right))

function checkEntry(tree, { leaf, salt, sealed }) {
  const head = JSON.parse(leaf)
  const name = `entry ${head.id} (port ${head.port}, position ${tree.size})`
  const order = [BigInt(head.era), BigInt(head.xid), BigInt(head.seq)]
  const behind = tree.order === undefined || order.some((part, i) => part > tree.order[i] && order.slice(0, i).every((same, j) => same === tree.order[j]))
  demand(behind, `${name} does not come after the entry before it`)
  demand(head.v === 1, `${name} has a format this program does not know`)
  if (sealed === null || salt === null) tree.redacted.set(head.id, name)
  else demand(sha256(salt + sealed).toString('hex') === head.payloadHash, `${name}: payload or actor's name was changed`)
  if (head.type === 'EntryRedacted') tree.explained.add(head.subject.replace(/^ledger-entry:/, ''))
  tree.order = order
  grow(tree, leafHash(leaf))
}

function checkRoot(tree, note, whose) {
  demand(note.signed, `the ${whose} of ${note.size} entries of port ${note.port} bears no valid signature of a known key`)
  demand(rootOf(tree).equals(note.root), `positions ${tree.signed} to ${note.size - 1} of port ${note.port} are not those of the ${whose} of ${note.size} entries`)
}

function readArguments(args) {
  const given = { file: undefined, keys: [], saved: [] }
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--key') given.keys.push(readKey(args[++i] ?? ''))
    else if (args[i] === '--checkpoint') given.saved.push(...readFileSync(args[++i] ?? '', 'utf8').split(/\n(?=lianjian\/)/).map((note) => `${note.trim()}\n`))
    else if (given.file === undefined && !args[i].startsWith('-')) given.file = args[i]
    else throw new Error(`not understood: ${args[i]}`)
  }
  if (given.file === undefined) throw new Error('usage: ledger-verify.mjs <export> [--key name+hash+key] [--checkpoint file]')
  return given
}

async function main() {
  const { file, keys: givenKeys, saved: savedTexts } = readArguments(process.argv.slice(2))
  const trees = new Map()
  const findings = new Map()
  const treeOf = (port) => {
    if (!trees.has(port)) trees.set(port, { size: 0, edge: [], signed: 0, order: undefined, redacted: new Map(), explained: new Set() })
    return trees.get(port)
  }
  let keys = givenKeys
  let saved = []
  const tryPort = (port, check) => {
    if (findings.has(port)) return
    try {
      check(treeOf(port))
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      findings.set(port, error.message)
    }
  }
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const line = JSON.parse(text)
    if (line.lianjianLedger !== undefined) {
      if (line.lianjianLedger !== 1) throw new Error('an export of a format this program does not know')
      if (keys.length === 0) keys = line.verifiers.map(readKey)
      saved = savedTexts.map((note) => readNote(note, keys))
    } else if (line.leaf !== undefined) {
      const { port } = JSON.parse(line.leaf)
      tryPort(port, (tree) => {
        checkEntry(tree, line)
        for (const note of saved) if (note.port === port && note.size === tree.size) checkRoot(tree, note, 'saved checkpoint')
      })
    } else {
      const note = readNote(line.checkpoint, keys)
      tryPort(note.port, (tree) => {
        demand(note.size === tree.size, `a checkpoint of ${note.size} entries of port ${note.port} stands behind entry ${tree.size}: entries are missing`)
        checkRoot(tree, note, 'checkpoint')
        tree.signed = tree.size
      })
    }
  }
  for (const note of saved) tryPort(note.port, ({ size }) => demand(size >= note.size, `port ${note.port}: a saved checkpoint has ${note.size} entries, the export only ${size}`))
  for (const port of trees.keys()) {
    tryPort(port, (tree) => {
      demand(tree.signed === tree.size, `port ${port}: the entries from position ${tree.signed} on are under no checkpoint`)
      for (const [id, name] of tree.redacted) demand(tree.explained.has(id), `${name}: its payload is gone and no EntryRedacted says why`)
    })
    const { size, edge } = trees.get(port)
    console.log(findings.has(port) ? `BAD ${port}: ${findings.get(port)}` : `ok  ${port}: ${size} entries, root ${size > 0 ? rootOf({ edge }).toString('hex') : '-'}`)
  }
  if (givenKeys.length === 0) console.log('The public keys came from the export itself: this proves nothing about who signed. Give them with --key.')
  return findings.size === 0 ? 0 : 1
}

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(error.message)
    process.exitCode = 2
  },
)
