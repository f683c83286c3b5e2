export const sampling = {
  title: 'Sampling',
}
