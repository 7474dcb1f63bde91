import { toneOf, type Tone } from '../../../web/kit/tones.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import './credit.css'

const scale: readonly Tone[] = ['good', 'good', 'info', 'warn', 'bad']

/** The tone of a grade by its place on the scale: the best is good, the worst bad. */
export function useGradeTone(): (grade: string) => Tone {
  const { creditGrades } = useReference()
  return (grade) => {
    const at = creditGrades.findIndex(({ code }) => code === grade)
    if (at < 0) return toneOf(grade)
    return scale[Math.round((at / Math.max(1, creditGrades.length - 1)) * (scale.length - 1))] ?? 'idle'
  }
}

/** A grade in its letters, in the tone of its place on the scale. */
export function GradeMark({ grade, large = false }: { readonly grade: string; readonly large?: boolean }) {
  const tone = useGradeTone()(grade)
  const name = usePackName()
  return (
    <abbr className={`grade-mark tone-${tone} ${large ? 'large' : ''}`} title={name('creditGrades', grade)}>
      {grade}
    </abbr>
  )
}
