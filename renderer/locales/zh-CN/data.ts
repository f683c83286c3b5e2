export const data = {
  title: '数据',
}
