import { expect, test } from 'vitest'
import { palette, type Colour } from './palette.ts'

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(palette[a]), luminance(palette[b])].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

const inks = ['ink', 'ink-2', 'ink-3', 'brand', 'brand-strong', 'bad'] as const
const grounds = ['surface', 'canvas', 'sunken', 'idle-soft'] as const
const tones = ['good', 'warn', 'bad', 'info', 'joint', 'idle', 'brand'] as const
const parties = ['party-1', 'party-2', 'party-3', 'party-4', 'party-5', 'party-6', 'party-7', 'party-8'] as const

test.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))('%s can be read on %s (4.5:1)', (ink, ground) => {
  expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
})

test.each(tones)('words of the tone %s can be read on their own ground (4.5:1)', (tone) => {
  expect(contrast(tone, `${tone}-soft`)).toBeGreaterThanOrEqual(4.5)
})

test.each(parties)('white letters can be read on %s (4.5:1)', (party) => {
  expect(contrast('on-dark', party)).toBeGreaterThanOrEqual(4.5)
})

test.each(['rail', 'rail-2', 'rail-3'] as const)('the rail: words can be read on %s (4.5:1)', (ground) => {
  expect(contrast('rail-text', ground)).toBeGreaterThanOrEqual(4.5)
  if (ground !== 'rail-3') expect(contrast('rail-mute', ground)).toBeGreaterThanOrEqual(4.5)
})

test('edges of fields and the focus ring stand out from their ground (3:1)', () => {
  expect(contrast('edge', 'surface')).toBeGreaterThanOrEqual(3)
  expect(contrast('brand', 'canvas')).toBeGreaterThanOrEqual(3)
  expect(contrast('rail-mark', 'rail')).toBeGreaterThanOrEqual(3)
})
