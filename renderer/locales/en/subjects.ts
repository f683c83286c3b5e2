export const subjects = {
  title: 'Subjects',
}
