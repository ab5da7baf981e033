// A formula or table wider than its column scrolls; the Tab key reaches it, so that keys can do it.
{
  const reach = () => {
    for (const part of document.querySelectorAll('mjx-container[display], .pst-scrollable-table-container')) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute('tabindex');
    }
  };
  window.addEventListener('load', () => {
    window.MathJax?.startup?.promise.then(reach);
    window.addEventListener('resize', reach);
    reach();
  });
}
