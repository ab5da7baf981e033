// Shows, in a published page, the picture that belongs to the position of a figure's controls.
// The pictures were drawn when the book was built; packed.py says how they are packed.
(() => {
  const AT_REST = "(This browser cannot unpack the other pictures of this figure: it stays as it is.)";

  const inflate = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const [tags, rows] = await new Response(stream).json();
    return (k) => rows[k].map((i) => tags[i]).join("");
  };

  const start = (figure) => {
    const controls = figure.querySelector(".explore-controls");
    const image = figure.querySelector("img");
    const caption = figure.querySelector(".explore-caption");
    const inputs = [...figure.querySelectorAll("input")];
    const spec = JSON.parse(figure.querySelector(".explore-spec").textContent);
    const packed = figure.querySelector(".explore-pictures").textContent;
    let pictures, url;

    // Better no controls than controls that move while the picture stays.
    const giveUp = (reason) => {
      console.error(reason);
      controls.hidden = true;
      caption.textContent = `${image.alt} ${AT_REST}`;
    };

    const position = (input) => (input.type === "checkbox" ? Number(input.checked) : Number(input.value));

    const show = async () => {
      let k = 0;
      inputs.forEach((input, j) => {
        const label = spec.labels[j][position(input)];
        k = k * spec.labels[j].length + position(input);
        if (input.type === "range") input.setAttribute("aria-valuetext", label);
        input.closest(".explore-control").querySelector("output").textContent = label;
      });
      figure.dataset.wanted = k;
      pictures ??= inflate(packed);
      const unpacked = await pictures.catch(giveUp);
      if (!unpacked) return;
      if (Number(figure.dataset.wanted) !== k) return; // a later move has overtaken this one
      if (url) URL.revokeObjectURL(url);
      url = URL.createObjectURL(new Blob([unpacked(k)], { type: "image/svg+xml" }));
      image.src = url;
      image.alt = caption.textContent = spec.texts[k];
    };

    const play = (button) => {
      const input = button.closest(".explore-control").querySelector("input");
      let timer;
      const stop = () => {
        clearInterval(timer);
        button.setAttribute("aria-pressed", "false");
        button.textContent = "▶";
      };
      const step = () => {
        if (input.value === input.max) return stop();
        input.value = Number(input.value) + 1;
        show();
      };
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-pressed") === "true") return stop();
        if (input.value === input.max) { input.value = 0; show(); }
        button.setAttribute("aria-pressed", "true");
        button.textContent = "❚❚";
        timer = setInterval(step, Number(button.dataset.interval));
      });
    };

    if (!window.DecompressionStream) return giveUp("DecompressionStream is missing");
    inputs.forEach((input) => input.addEventListener("input", show));
    figure.querySelectorAll(".explore-play").forEach(play);
    controls.hidden = false;
  };

  document.querySelectorAll(".explore").forEach(start);
})();
