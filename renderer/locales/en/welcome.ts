export const welcome = {
  title: 'Start',
}
