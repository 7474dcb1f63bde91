import type { ThemeConfig } from 'antd'
import { palette } from './palette.ts'

/** Latin first, then the Chinese face of each system; digits are set in columns by `base.css`. */
export const uiFont = '"Inter", "Segoe UI", "SF Pro Text", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif'
const codeFont = '"JetBrains Mono", "SF Mono", "Cascadia Mono", "Consolas", "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace'

/** The house look on Ant Design's tokens: dense, square-shouldered, ink on white, one brand colour. */
export const houseTheme: ThemeConfig = {
  token: {
    colorPrimary: palette.brand,
    colorInfo: palette.brand,
    colorSuccess: palette.good,
    colorWarning: palette['warn-mark'],
    colorError: palette.bad,
    colorLink: palette.brand,
    colorLinkHover: palette['brand-strong'],
    colorTextBase: palette.ink,
    colorText: palette.ink,
    colorTextSecondary: palette['ink-2'],
    colorTextTertiary: palette['ink-3'],
    colorTextDescription: palette['ink-3'],
    colorTextPlaceholder: palette['ink-3'],
    colorTextDisabled: palette['ink-3'],
    colorBorder: palette.edge,
    colorBorderSecondary: palette.line,
    colorBgLayout: palette.canvas,
    colorBgContainer: palette.surface,
    colorErrorText: palette.bad,
    controlOutline: palette['brand-line'],
    fontFamily: uiFont,
    fontFamilyCode: codeFont,
    fontSize: 14,
    fontSizeSM: 12,
    fontSizeHeading1: 28,
    fontSizeHeading2: 22,
    fontSizeHeading3: 18,
    fontSizeHeading4: 16,
    fontWeightStrong: 600,
    borderRadius: 4,
    borderRadiusLG: 6,
    borderRadiusSM: 3,
    controlHeight: 34,
    controlHeightSM: 28,
    controlHeightLG: 42,
    lineWidth: 1,
    wireframe: false,
    motionDurationFast: '0.08s',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
    boxShadow: `0 2px 6px ${palette.shadow}`,
    boxShadowSecondary: `0 8px 28px ${palette.shadow}`,
  },
  components: {
    Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 16, labelColor: palette.ink },
    Select: { optionSelectedBg: palette['brand-soft'] },
    Tabs: { horizontalItemPadding: '10px 2px', titleFontSize: 14 },
    Drawer: { paddingLG: 20 },
    Tooltip: { colorBgSpotlight: palette.rail },
    Segmented: { itemSelectedColor: palette['brand-strong'], trackBg: palette['idle-soft'] },
  },
}
