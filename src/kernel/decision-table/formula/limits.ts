/** Bounds of a formula, all told in `docs/rule-editor.md`: what keeps within them may be evaluated beside intake. */
export const maximumLength = 500
export const maximumNodes = 120
export const maximumDepth = 16
export const maximumList = 100
/** Longer texts and larger sets count as not known: no fact of the engine has them. */
export const maximumText = 200
export const maximumSet = 500
export const maximumPattern = 100
/** Instructions of a compiled pattern; matching takes at most this many steps for each character. */
export const maximumProgram = 256
/** Steps one formula, and all formulas of a version together, may take at worst. */
export const maximumCost = 60_000
export const maximumTableCost = 600_000
