// Runs some work in rounds of some milliseconds, and prints the median, the least and the greatest time of one, in ns.
export async function measure(work) {
  const rounds = 11, roundNs = 2e7, warmNs = 5e8;
  const time = async (count) => {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; i++) await work();
    return Number(process.hrtime.bigint() - begin) / count;
  };
  let one = await time(1);
  for (let spent = one, count = 1; spent < warmNs; spent += one * count, count *= 2) one = await time(count);
  const count = Math.max(1, Math.round(roundNs / one));
  const times = [];
  for (let i = 0; i < rounds; i++) times.push(await time(count));
  times.sort((a, b) => a - b);
  console.log([times[5], times[0], times[10]].map((t) => t.toFixed(1)).join(" "));
}
