export const sampling = {
  title: '抽查',
}
