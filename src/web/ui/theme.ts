import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#eaf5f7',
  '#d3e7ec',
  '#a9d2db',
  '#7cc4d3',
  '#55a9ba',
  '#3d97a9',
  '#2c8395',
  '#1b6a7a',
  '#155a68',
  '#0f4955',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  headings: { fontWeight: '650' },
});

/** Where the choice of light, dark or automatic is kept; `first-paint.js` reads it before the app does. */
export const coloursKey = 'brama-colours';
