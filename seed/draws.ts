/** Whose draw is brought to its end, with every agency taking part; and whose stays open with only some, for visitors to take part. At the sea port. */
export const demoDrawPlan = { port: '380101', finished: 'CUS', open: 'CIQ', everybody: ['BPI', 'CIQ', 'CUS', 'MSA'], early: ['BPI', 'CIQ'] } as const
