export const welcome = {
  title: '开始',
}
