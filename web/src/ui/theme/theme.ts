import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  rem,
  type VariantColorsResolver,
} from '@mantine/core'

/** One neutral scale. Mantine calls it `gray` in light mode and `dark` in dark mode. */
const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#f0f2f2',
  '#e5e8e8',
  '#d5dada',
  '#b6bebf',
  '#8a9496',
  '#5f6a6d',
  '#475154',
  '#2c3437',
  '#161c1e',
]
const dark: MantineColorsTuple = [
  '#e4e9e9',
  '#c0c8c9',
  '#98a3a5',
  '#7d888b',
  '#3b4447',
  '#2b3336',
  '#1e2427',
  '#15191b',
  '#101415',
  '#0a0d0e',
]
const brand: MantineColorsTuple = [
  '#effaf8',
  '#d6f1ed',
  '#ace2db',
  '#78cec4',
  '#3fb6a9',
  '#229a8e',
  '#14857b',
  '#0f766e',
  '#0c5f59',
  '#0a4a46',
]
const green: MantineColorsTuple = [
  '#eef8f0',
  '#d8efdd',
  '#b3dfbd',
  '#86cb96',
  '#5bb671',
  '#3a9f54',
  '#258740',
  '#1a7434',
  '#155d2a',
  '#104720',
]
const yellow: MantineColorsTuple = [
  '#fdf7e8',
  '#faebc6',
  '#f4d78d',
  '#ecbf53',
  '#dda42c',
  '#bd8414',
  '#9c690b',
  '#865708',
  '#6c4607',
  '#533606',
]
const red: MantineColorsTuple = [
  '#fdf2f1',
  '#fadfdc',
  '#f5bfba',
  '#ee968f',
  '#e66d64',
  '#d64a41',
  '#c2332b',
  '#ad2820',
  '#8c211b',
  '#6d1b16',
]

/**
 * The four status colours. `strong` is for text and icons (AA contrast on the page and on `soft`), `soft` is the
 * background.
 */
const meanings = {
  success: { light: { strong: green[7], soft: green[0] }, dark: { strong: '#6cc784', soft: '#15271b' } },
  warning: { light: { strong: yellow[7], soft: yellow[0] }, dark: { strong: '#e0b04c', soft: '#2a2213' } },
  danger: { light: { strong: red[7], soft: red[0] }, dark: { strong: '#f08b83', soft: '#301a18' } },
  info: { light: { strong: '#3a617d', soft: '#eff4f8' }, dark: { strong: '#92b7d1', soft: '#18242d' } },
} as const
export type Meaning = keyof typeof meanings

/** One colour for each node category: a thin edge and the icon, never a filled card. */
const categories = {
  flow: { light: '#5b6b80', dark: '#94a3b8' },
  time: { light: '#4c51c6', dark: '#949cf5' },
  logic: { light: '#7a3fc4', dark: '#bb93f0' },
  message: { light: '#1f63d6', dark: '#78a9f8' },
  people: { light: '#b3246f', dark: '#ee83b8' },
  api: { light: '#0b7595', dark: '#56c1dd' },
  data: { light: '#75624f', dark: '#c2ac97' },
} as const
export type NodeCategory = keyof typeof categories

const surfaces = {
  light: {
    '--tj-page': '#ffffff',
    '--tj-sunken': gray[0],
    '--tj-canvas': '#f4f6f6',
    '--tj-raised': '#ffffff',
    '--tj-hover': gray[1],
    '--tj-selected': gray[2],
    '--tj-border': gray[2],
    '--tj-border-strong': gray[3],
    '--tj-input-border': gray[5],
    '--tj-text': gray[9],
    '--tj-text-muted': gray[6],
    '--tj-text-faint': '#6b7678',
    '--tj-line': gray[5],
    '--tj-brand': brand[7],
    '--tj-brand-soft': brand[0],
    '--tj-on-brand': '#ffffff',
    '--tj-on-danger': '#ffffff',
    '--tj-shadow': '0 0 0 1px rgb(22 28 30 / 6%), 0 8px 24px -4px rgb(22 28 30 / 16%)',
    '--tj-backdrop': 'rgb(22 28 30 / 32%)',
  },
  dark: {
    '--tj-page': dark[7],
    '--tj-sunken': dark[8],
    '--tj-canvas': '#111516',
    '--tj-raised': dark[6],
    '--tj-hover': '#1d2325',
    '--tj-selected': '#262d30',
    '--tj-border': '#262d30',
    '--tj-border-strong': dark[4],
    '--tj-input-border': '#68737a',
    '--tj-text': dark[0],
    '--tj-text-muted': dark[2],
    '--tj-text-faint': '#8a9598',
    '--tj-line': dark[3],
    '--tj-brand': brand[4],
    '--tj-brand-soft': '#12302d',
    '--tj-on-brand': '#04201d',
    '--tj-on-danger': '#2a0a08',
    '--tj-shadow': '0 0 0 1px rgb(255 255 255 / 8%), 0 8px 24px -4px rgb(0 0 0 / 60%)',
    '--tj-backdrop': 'rgb(0 0 0 / 56%)',
  },
} as const

function schemeVariables(scheme: 'light' | 'dark'): Record<string, string> {
  return {
    ...surfaces[scheme],
    ...Object.fromEntries(
      Object.entries(meanings).flatMap(([name, tones]) => [
        [`--tj-${name}`, tones[scheme].strong],
        [`--tj-${name}-soft`, tones[scheme].soft],
      ]),
    ),
    ...Object.fromEntries(Object.entries(categories).map(([name, hue]) => [`--tj-category-${name}`, hue[scheme]])),
    '--mantine-color-body': surfaces[scheme]['--tj-page'],
    '--mantine-color-text': surfaces[scheme]['--tj-text'],
    '--mantine-color-dimmed': surfaces[scheme]['--tj-text-muted'],
    '--mantine-color-placeholder': surfaces[scheme]['--tj-text-faint'],
    '--mantine-color-anchor': surfaces[scheme]['--tj-brand'],
    '--mantine-color-error': meanings.danger[scheme].strong,
    '--mantine-color-success': meanings.success[scheme].strong,
    '--mantine-color-default': surfaces[scheme]['--tj-raised'],
    '--mantine-color-default-hover': surfaces[scheme]['--tj-hover'],
    '--mantine-color-default-color': surfaces[scheme]['--tj-text'],
    '--mantine-color-default-border': surfaces[scheme]['--tj-border-strong'],
    '--mantine-color-brand-filled': surfaces[scheme]['--tj-brand'],
    '--mantine-color-brand-filled-hover': scheme === 'light' ? brand[8] : '#5cc9bd',
    '--mantine-color-brand-light': surfaces[scheme]['--tj-brand-soft'],
    '--mantine-color-brand-light-hover': scheme === 'light' ? brand[1] : '#173b37',
    '--mantine-color-brand-light-color': scheme === 'light' ? brand[8] : brand[3],
    '--mantine-color-brand-outline': surfaces[scheme]['--tj-brand'],
    '--mantine-color-red-filled': scheme === 'light' ? red[6] : '#ec8279',
    '--mantine-color-red-filled-hover': scheme === 'light' ? red[7] : '#f29d96',
    '--mantine-color-red-light-color': meanings.danger[scheme].strong,
    '--mantine-color-gray-light-color': surfaces[scheme]['--tj-text-muted'],
  }
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--tj-motion-quick': '120ms',
    '--tj-motion': '160ms',
    '--tj-ease': 'cubic-bezier(0.2, 0, 0, 1)',
    '--tj-rail-width': rem(232),
    '--tj-rail-width-collapsed': rem(60),
    '--button-height-xs': rem(28),
    '--input-height-xs': rem(28),
    '--mantine-primary-color-contrast': 'var(--tj-on-brand)',
  },
  light: schemeVariables('light'),
  dark: schemeVariables('dark'),
})

/** In dark mode the brand and danger buttons are light, so their text is dark. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input)
  if (input.variant !== 'filled') return resolved
  const color = input.color ?? input.theme.primaryColor
  if (color === 'brand') return { ...resolved, color: 'var(--tj-on-brand)' }
  if (color === 'red') return { ...resolved, color: 'var(--tj-on-danger)' }
  return resolved
}

const fontFamily =
  "'Inter Variable', 'Noto Sans JP Variable', 'Hiragino Sans', 'Yu Gothic UI', system-ui, -apple-system, sans-serif"
const fontFamilyMonospace =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', 'Noto Sans JP Variable', monospace"

// Four font sizes: small 0.75, base 0.875, section 1.0625, page 1.375.
const small = rem(12)
const base = rem(14)
const section = rem(17)
const page = rem(22)

const float = 'var(--tj-shadow)'
const quick = { duration: 120 }
const slow = { duration: 160 }

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 4 },
  colors: { brand, gray, dark, green, yellow, red },
  white: '#ffffff',
  black: gray[9],
  variantColorResolver,
  fontFamily,
  fontFamilyMonospace,
  fontSizes: { xs: small, sm: base, md: base, lg: section, xl: page },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.4', xl: '1.3' },
  headings: {
    fontFamily,
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: page, lineHeight: '1.3' },
      h2: { fontSize: section, lineHeight: '1.4' },
      h3: { fontSize: base, lineHeight: '1.5' },
      h4: { fontSize: base, lineHeight: '1.5' },
      h5: { fontSize: small, lineHeight: '1.4' },
      h6: { fontSize: small, lineHeight: '1.4' },
    },
  },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(8), md: rem(8), lg: rem(8), xl: rem(999) },
  defaultRadius: 'md',
  shadows: { xs: float, sm: float, md: float, lg: float, xl: float },
  respectReducedMotion: true,
  cursorType: 'pointer',
  activeClassName: '',
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Anchor: { defaultProps: { underline: 'hover' } },
    Button: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'sm', radius: 'xs' } },
    Combobox: { defaultProps: { transitionProps: quick } },
    CopyButton: { defaultProps: { timeout: 1500 } },
    Drawer: {
      defaultProps: {
        position: 'right',
        transitionProps: slow,
        overlayProps: { color: '#000', backgroundOpacity: 0.28 },
      },
    },
    HoverCard: { defaultProps: { transitionProps: quick, shadow: 'md' } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Kbd: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: quick, withinPortal: true } },
    Modal: {
      defaultProps: { centered: true, transitionProps: slow, overlayProps: { color: '#000', backgroundOpacity: 0.28 } },
    },
    Notification: { defaultProps: { withBorder: false } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: quick } },
    Select: {
      defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { transitionProps: quick, shadow: 'md' } },
    },
    Skeleton: { defaultProps: { radius: 'xs' } },
    Spotlight: {
      defaultProps: {
        centered: false,
        yOffset: '14vh',
        radius: 'md',
        overlayProps: { color: '#000', backgroundOpacity: 0.28, blur: 0 },
        transitionProps: quick,
      },
    },
    Switch: { defaultProps: { size: 'sm' } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: quick, withArrow: false, multiline: true, maw: 320 } },
  },
})
