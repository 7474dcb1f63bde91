import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { Limits } from './database/database.ts'

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().optional(),
  DATABASE_OWNER_URL: z.string().optional(),
  LIANJIAN_HOME: z.string().default(path.join(homedir(), '.lianjian')),
  LIANJIAN_PACK: z.enum(['cn', 'gb']).default('cn'),
  LIANJIAN_DEMO: z.enum(['0', '1']).default('1'),
  LIANJIAN_WEBHOOKS_PRIVATE: z.enum(['0', '1']).default('0'),
  LIANJIAN_STATEMENT_SECONDS: z.coerce.number().int().min(0).default(30),
  LIANJIAN_LOCK_SECONDS: z.coerce.number().int().min(0).default(10),
  LIANJIAN_IDLE_SECONDS: z.coerce.number().int().min(0).default(60),
  LIANJIAN_PROCESSES: z.coerce.number().int().min(1).max(64).optional(),
  /** `smtp://user:password@host:port` or `smtps://…` of the operator's mail server. */
  LIANJIAN_SMTP: z.url({ protocol: /^smtps?$/ }).optional(),
  LIANJIAN_MAIL_FROM: z.email().optional(),
  /** Where short messages are posted as JSON. */
  LIANJIAN_SMS: z.url({ protocol: /^https?$/ }).optional(),
  LIANJIAN_SMS_TOKEN: z.string().min(1).optional(),
  LIANJIAN_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** Everything an operator can set from outside; one reading at start-up, no other place looks at the environment. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Absent: the embedded database under `home`. */
  readonly databaseUrl: string | undefined
  /** The owner's connection, where `databaseUrl` is of a login that is not: for the schema, back-ups and restores. */
  readonly databaseOwnerUrl: string | undefined
  /** How long the server's statements, their waits for others and idle transactions may take, in milliseconds; 0 is without end. */
  readonly limits: Limits
  /** All state of the embedded mode: database, keys, files. */
  readonly home: string
  readonly pack: 'cn' | 'gb'
  readonly demo: boolean
  /** Whether web hooks may point to private addresses and plain http; off, because the server would become a door into its own network. */
  readonly webhooksToPrivate: boolean
  readonly logLevel: string
  /** The operator's mail server and the sender's address; absent: messages go into files. */
  readonly mail: { readonly server: string; readonly from: string } | undefined
  /** The operator's gateway of short messages; absent: messages go into files. */
  readonly sms: { readonly url: string; readonly token: string | undefined } | undefined
  /** Processes that answer requests; chosen from the processors of the machine where it is absent. */
  readonly processes: number | undefined
}

/** Reads the environment; throws with the name of the variable when one is unusable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = Environment.parse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')))
  if (read.LIANJIAN_SMTP !== undefined && read.LIANJIAN_MAIL_FROM === undefined) throw new Error('LIANJIAN_MAIL_FROM is needed beside LIANJIAN_SMTP')
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    databaseOwnerUrl: read.DATABASE_OWNER_URL,
    limits: { statement: read.LIANJIAN_STATEMENT_SECONDS * 1000, lock: read.LIANJIAN_LOCK_SECONDS * 1000, idle: read.LIANJIAN_IDLE_SECONDS * 1000 },
    home: path.resolve(read.LIANJIAN_HOME),
    pack: read.LIANJIAN_PACK,
    demo: read.LIANJIAN_DEMO === '1',
    webhooksToPrivate: read.LIANJIAN_WEBHOOKS_PRIVATE === '1',
    logLevel: read.LIANJIAN_LOG,
    mail: read.LIANJIAN_SMTP === undefined ? undefined : { server: read.LIANJIAN_SMTP, from: read.LIANJIAN_MAIL_FROM ?? '' },
    sms: read.LIANJIAN_SMS === undefined ? undefined : { url: read.LIANJIAN_SMS, token: read.LIANJIAN_SMS_TOKEN },
    processes: read.LIANJIAN_PROCESSES,
  }
}
