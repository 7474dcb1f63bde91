// Families of goods that several tables speak of, as headings of the Harmonized System and as codes of the goods attributes.

export const directions = ['import', 'export', 'transit']

/** Raw materials recovered from waste (废物原料). */
export const wasteHeadings = ['2618', '2619', '2620', '3915', '4707', '5103', '5202', '5505', '6310', '7204', '7404', '7503', '7602', '7902', '8002']
export const waste = '20'

/** Hazardous chemicals of the demo's headings (危险化学品); not the same list as dangerous goods of transport. */
export const hazardousChemicalHeadings = ['2707', '2901', '2902', '2903', '2905', '2909', '2910', '2911', '2914', '2915', '2921', '2926']

export const meatHeadings = ['0201', '0202', '0203', '0204', '0205', '0206', '0207', '0208', '0209', '0210']
export const oreHeadings = [
  '2601', '2602', '2603', '2604', '2605', '2606', '2607', '2608', '2609', '2610', '2611', '2612', '2613', '2614', '2615', '2616', '2617',
]

export const specialArticleGrades = { a: '25', b: '26', c: '27', d: '28', notSpecial: '29' } as const
export const withBark = '23'
export const geneticallyModified = '16'
export const used = '21'
export const firstTime = '18'

/** Ways of trading that the supervision of goods goes by (分类监管): codes of this platform beside those of the declaration form. */
export const repairParts = 'repair'
export const onDisplay = 'display'
/** Used inside a free-trade zone; taking part in the pilot of an inspection and quarantine trial area. */
export const inZone = 'zone'
export const pilot = 'pilot'
