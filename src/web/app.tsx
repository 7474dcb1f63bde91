import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { useTexts } from './i18n/i18n.ts'
import { styleNonce } from './nonce.ts'
import type { HouseRouter } from './router.tsx'
import { houseTheme } from './theme/theme.ts'

const nonce = styleNonce()

/** Everything that surrounds the screens: the look, the language of the components, the cache, the addresses. */
export function App({ client, router }: { readonly client: QueryClient; readonly router: HouseRouter }) {
  const { language } = useTexts()
  return (
    <ConfigProvider theme={houseTheme} locale={language === 'zh' ? zh : en} {...(nonce === undefined ? {} : { csp: { nonce } })} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <AntApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} context={{ client }} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}
