// Starlight as its guide sets it up: two languages, nothing else.
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

const slugs = JSON.parse(process.env.PAGES);

export default defineConfig({
  site: "https://starlight.test",
  integrations: [
    starlight({
      title: "Aller-retour",
      defaultLocale: "root",
      locales: { root: { label: "Français", lang: "fr" }, en: { label: "English", lang: "en" } },
      sidebar: slugs.map((slug) => ({ slug })),
    }),
  ],
});
