/** Fields of trade data that agencies read by entitlement (按需采集和共享, SW-08). `papers`: documents, licences and declared attributes. */
export const tradeFields = ['value', 'weight', 'goods', 'codes', 'origin', 'quantity', 'consignee', 'consignor', 'containers', 'conveyance', 'transport-document', 'papers'] as const
export type TradeField = (typeof tradeFields)[number]

/** Everything that entitlements are about: fields of declarations, and results of other agencies' inspections (LB-02). */
export const sharedFields = [...tradeFields, 'results'] as const
export type SharedField = (typeof sharedFields)[number]

/** Purposes that stand without being named: opening a declaration of the own port, and reading what other agencies found there. */
export const standingPurposes = { declarations: 'declarations', results: 'results' } as const
