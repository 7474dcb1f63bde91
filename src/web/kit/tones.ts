/** What a state means to the reader, in six tones. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'joint' | 'idle'

/** What a decision on goods means to them, by its effect. */
export const effectTones: Readonly<Record<string, Tone>> = { qualify: 'good', treat: 'warn', hold: 'bad', refuse: 'bad' }

const tones: Readonly<Record<string, Tone>> = {
  // Declarations and goods
  accepted: 'info',
  assessed: 'info',
  'under-control': 'warn',
  inspecting: 'warn',
  'in-inspection': 'warn',
  waiting: 'warn',
  'awaiting-report': 'warn',
  'awaiting-sample': 'warn',
  released: 'good',
  held: 'bad',
  hold: 'bad',
  refused: 'bad',
  refuse: 'bad',
  withdrawn: 'idle',
  cancelled: 'idle',
  // Directives
  open: 'warn',
  waiting_match: 'info',
  matched: 'joint',
  answered: 'good',
  // Collisions and inspections
  proposed: 'joint',
  coordinating: 'joint',
  agreed: 'info',
  planned: 'info',
  started: 'warn',
  running: 'warn',
  opened: 'warn',
  closed: 'good',
  declined: 'bad',
  single: 'idle',
  superseded: 'idle',
  'near-miss': 'idle',
  late: 'bad',
  // Answers and dispositions
  pending: 'warn',
  agree: 'good',
  decline: 'bad',
  release: 'good',
  qualified: 'good',
  pass: 'good',
  passed: 'good',
  failed: 'bad',
  treat: 'warn',
  // Notices and jobs
  owed: 'warn',
  delivered: 'good',
  undelivered: 'bad',
  queued: 'info',
  due: 'info',
  done: 'good',
  quarantined: 'bad',
  // Register entries and rules
  active: 'good',
  draft: 'idle',
  expired: 'idle',
}

/** The tone of a state; an unknown one is plain. */
export function toneOf(state: string | undefined): Tone {
  return tones[state ?? ''] ?? 'idle'
}

const riskTones: Readonly<Record<string, Tone>> = { low: 'good', medium: 'warn', high: 'bad', critical: 'bad' }

/** The tone of a level of risk. */
export function riskTone(level: string | undefined): Tone {
  return riskTones[level ?? ''] ?? 'idle'
}
