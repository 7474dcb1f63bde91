/** The nonce the server put into the page for style elements made at run time; undefined under the development server. */
export function styleNonce(): string | undefined {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  return content === undefined || content === '' || content.startsWith('__') ? undefined : content
}
