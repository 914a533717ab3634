/* A company's colour on its public pages, moved in lightness until its contrast with the page is enough in both themes. */
const MIN = 4.6;

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (rgb) => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const mix = (rgb, towards, share) => rgb.map((value, at) => Math.round(value + (towards[at] - value) * share));
const hex = (rgb) => `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;

function readable(rgb, paper, towards) {
  for (let share = 0; share <= 1; share += 0.05) {
    const tried = mix(rgb, towards, share);
    if (contrast(luminance(tried), luminance(paper)) >= MIN) return tried;
  }
  return towards;
}

export function start(page) {
  if (!/^#[0-9a-f]{6}$/i.test(page.dataset.brand)) return;
  const rgb = channels(page.dataset.brand);
  const light = readable(rgb, [244, 242, 238], [0, 0, 0]);
  const dark = readable(rgb, [38, 37, 34], [255, 255, 255]);
  const set = (name, one, other) => page.style.setProperty(name, `light-dark(${hex(one)}, ${hex(other)})`);
  set("--accent", light, dark);
  set("--accent-strong", mix(light, [0, 0, 0], 0.2), mix(dark, [255, 255, 255], 0.25));
  set("--accent-soft", mix(light, [255, 255, 255], 0.88), mix(dark, [23, 22, 20], 0.8));
  set("--accent-line", mix(light, [255, 255, 255], 0.55), mix(dark, [23, 22, 20], 0.5));
  set("--on-accent", [255, 255, 255], [16, 16, 16]);
}
