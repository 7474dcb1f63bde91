/** The nonce the server put into the page for style elements made at run time; undefined under the development server. */
export function styleNonce(): string | undefined {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  return content === undefined || content === '' || content.startsWith('__') ? undefined : content
}

/**
 * Gives every style element made at run time the nonce. The component library asks for it nearly everywhere, but the part that holds the page
 * still behind a drawer or a dialog does not, and the policy would refuse it.
 */
export function giveStylesTheNonce(nonce: string): void {
  const make = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = make(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
}
