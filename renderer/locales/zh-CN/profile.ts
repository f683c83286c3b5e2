export const profile = {
  title: '主体画像',
}
