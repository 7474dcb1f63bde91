import { readConfig } from '../../src/platform/config.ts'
import { cn } from '../../packs/cn/pack.ts'
import { createModules } from '../../src/apps/modules.ts'
import { prepareRegisters } from '../../src/apps/prepare-data.ts'
import { openMachine } from '../../src/apps/server.ts'
import { instant } from '../../src/kernel/instant.ts'
import { systemContext } from '../../src/platform/context.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { startSealer } from '../../src/platform/ledger/sealer.ts'
import { authenticator } from '../../src/platform/sign-in/public.ts'
import { enterprises as register } from '../../src/registry/parties/public.ts'
import { loadRegister } from '../../src/registry/register/public.ts'
import { enterprises } from './declarations.ts'

/** The server of the product in a process of its own; with `--worker` it does the background work too. Tells its address to its parent. */
const [databaseUrl = '', home = '', ...flags] = process.argv.slice(2)
const machine = openMachine({ ...readConfig({ LIANJIAN_HOME: home, LIANJIAN_LOG: 'error' }), databaseUrl })
await prepareRegisters(machine, cn)
const graded = enterprises.map((code) => ({
  validFrom: instant('2017-01-01T00:00:00+08:00'),
  data: { code, name: { zh: code, en: code }, creditGrade: code.slice(2), roles: ['trader' as const], contacts: [] },
}))
await machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), register, graded, { source: 'benchmark', keepOthers: true }))
const modules = createModules(machine, cn)
const app = await buildServer(machine, { version: 'bench', authenticate: authenticator(machine), routes: modules.routes })
if (flags.includes('--sealer')) await startSealer({ db: machine.db, home, databaseUrl, log: machine.log })
if (flags.includes('--worker')) modules.worker.start()
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ address })
process.on('message', (message: { what: 'usage' }) => {
  if (message.what === 'usage') process.send?.({ cpu: process.cpuUsage(), ...process.memoryUsage() })
})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
