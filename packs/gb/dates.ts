import { instant } from '../../src/kernel/instant.ts'

/** The International Health Regulations apply (15 June 2007): what was law before any of the pack's own rules. */
export const before = instant('2007-06-15T00:00:00Z')
/** Joint examination at the port begins: a default, for no statute names a day. */
export const jointExamination = instant('2016-01-01T00:00:00Z')
