export const overview = {
  title: '工作台',
}
