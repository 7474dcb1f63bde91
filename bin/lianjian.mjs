#!/usr/bin/env node
// lianjian <verb>: the built program when it is as new as its sources, else the sources themselves.
import { buildIsFresh, serverEntry, sourceEntry } from '../tools/build-state.mjs'

if (buildIsFresh('server')) {
  const { main } = await import(serverEntry.href)
  process.exit(await main(process.argv.slice(2), process.env))
} else {
  const { register } = await import('tsx/esm/api')
  register()
  const { main } = await import(sourceEntry.href)
  process.exit(await main(process.argv.slice(2), process.env))
}
