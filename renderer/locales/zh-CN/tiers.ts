export const tiers = {
  title: '分级',
}
