/** The mark of the house: two boxes meet, and where they meet is the inspection. Colours come from the text around it. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true" focusable="false">
      <path d="M2 2h14.5v14.5H2z" fill="none" stroke="currentColor" strokeWidth="2.4" />
      <path d="M9.5 9.5H24V24H9.5z" fill="none" stroke="currentColor" strokeWidth="2.4" />
      <path d="M9.5 9.5h7v7h-7z" fill="var(--rail-mark)" />
    </svg>
  )
}
