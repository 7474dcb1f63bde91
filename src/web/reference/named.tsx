import { useTexts } from '../i18n/i18n.ts'
import { useCrewName, useSiteName } from './resources.ts'

/** A site as people call it; nothing where none is set. */
export function Site({ port, code }: { readonly port: string; readonly code: string | undefined }) {
  const name = useSiteName(port)
  return code === undefined ? null : <span title={code}>{name(code)}</span>
}

/** The people of a crew by name, their numbers for who points at them. */
export function Crew({ port, numbers }: { readonly port: string; readonly numbers: readonly string[] }) {
  const { list } = useTexts()
  const person = useCrewName(port)
  return <span title={list(numbers)}>{list(numbers.map(person))}</span>
}
