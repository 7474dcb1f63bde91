/** What the yards of the demonstration can inspect of what comes which way. */
export const demoLanes = [
  { port: '380101', direction: 'import', mode: 'sea', places: 2, hoursPerDay: 10, minutesEach: 60 },
  { port: '650302', direction: 'import', mode: 'rail', places: 1, hoursPerDay: 8, minutesEach: 60 },
  { port: '410001', direction: 'import', mode: 'rail', places: 1, hoursPerDay: 8, minutesEach: 90 },
] as const
