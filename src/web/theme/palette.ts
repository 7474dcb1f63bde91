/**
 * Every colour of the product. Screens use them as CSS variables (`--ink`, `--joint-soft`, …); Ant Design takes them as tokens in `theme.ts`.
 * Text colours reach 4.5:1 on their own ground and on white, edges of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */
export const palette = {
  // Grounds, from the page up
  canvas: '#eef2f2',
  surface: '#ffffff',
  sunken: '#f6f8f8',
  line: '#dbe3e4',
  'line-strong': '#bccacd',
  edge: '#7f9096',

  // Ink
  ink: '#0f2229',
  'ink-2': '#40545b',
  'ink-3': '#596c73',
  'on-dark': '#ffffff',

  // The rail on the left: deep water
  rail: '#08272f',
  'rail-2': '#0e3640',
  'rail-3': '#18505c',
  'rail-text': '#d5e4e6',
  'rail-mute': '#93b3b9',
  'rail-mark': '#4fd1bd',

  // Brand
  brand: '#0a6573',
  'brand-strong': '#074b56',
  'brand-soft': '#e2f0f1',
  'brand-line': '#9fcbd0',

  // What a state means
  good: '#14603a',
  'good-soft': '#e3f3ea',
  'good-mark': '#2b8a58',
  warn: '#824700',
  'warn-soft': '#fdf0da',
  'warn-mark': '#c97a12',
  bad: '#a31d17',
  'bad-soft': '#fdeae8',
  'bad-mark': '#cf362d',
  info: '#0b5485',
  'info-soft': '#e5f0f8',
  'info-mark': '#2676b3',
  joint: '#4a3a96',
  'joint-soft': '#edeafa',
  'joint-mark': '#6d5bc4',
  idle: '#4b5d64',
  'idle-soft': '#e8edee',
  'idle-mark': '#7f9096',

  // Agencies take these in the order of the register; white text on each
  'party-1': '#1b4f8f',
  'party-2': '#2b6a2c',
  'party-3': '#8c2f3c',
  'party-4': '#7b5000',
  'party-5': '#613a8e',
  'party-6': '#0a6b6b',
  'party-7': '#47565f',
  'party-8': '#9c4019',

  shadow: '#08272f1f',
  veil: '#08272f8c',
} as const

/** Name of a colour; as a CSS variable it is `--` followed by the name. */
export type Colour = keyof typeof palette

/** How many agencies have a colour of their own before colours repeat. */
export const partyColours = 8

/** Sets every colour as a CSS variable of the page, through the object model, which a strict content security policy allows. */
export function applyPalette(root: HTMLElement): void {
  for (const [name, value] of Object.entries(palette)) root.style.setProperty(`--${name}`, value)
}
