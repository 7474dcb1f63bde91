import { href } from '../../../web/api/client.ts'

/** A photograph beside the finding that rests on it, with the hash that the ledger proves. */
export function Photograph({ inspection, photo, label }: { readonly inspection: string; readonly photo: string; readonly label: string }) {
  const address = href(`/joint-inspections/${inspection}/photos/${photo}`)
  return (
    <a href={address} target="_blank" rel="noreferrer" className="photo">
      <img src={address} alt={label} loading="lazy" width={120} height={80} />
      <span className="quiet" title={photo}>
        {label} · SHA-256 {photo.slice(0, 16)}…
      </span>
    </a>
  )
}
