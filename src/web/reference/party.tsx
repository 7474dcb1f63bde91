import { partyColours } from '../theme/palette.ts'
import { usePackName, useReference } from './reference.ts'
import '../kit/kit.css'

/** An agency as its letters on its own colour; its full name for those who point at it or hear it. */
export function Party({ code }: { readonly code: string }) {
  const { agencies } = useReference()
  const name = usePackName()
  const at = agencies.findIndex((agency) => agency.code === code)
  return (
    <abbr className={`party party-${at < 0 ? 7 : (at % partyColours) + 1}`} title={name('agencies', code)}>
      {code}
    </abbr>
  )
}

/** Several agencies on one thing: their marks overlap, as their directives do. */
export function Parties({ codes }: { readonly codes: readonly string[] }) {
  return (
    <span className="parties">
      {codes.map((code) => (
        <Party key={code} code={code} />
      ))}
    </span>
  )
}
