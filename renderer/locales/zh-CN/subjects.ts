export const subjects = {
  title: '主体',
}
