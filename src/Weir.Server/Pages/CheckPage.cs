using Weir.Detection;
using Weir.Server.Models;

namespace Weir.Server.Pages;

/// <summary>The page at /: a form, and below it the answer to what was asked.</summary>
internal static class CheckPage
{
    /// <summary>The whole page; <paramref name="subject"/> is null before anything was asked.</summary>
    public static Html Render(string? subject, Verdict? verdict, ServedDetector detector)
    {
        var title = verdict is null ? "Check an address · Weir" : $"{VerdictCard.Heading(verdict)} · Weir";
        var answer = verdict is not null ? VerdictCard.Render(verdict) : subject is null ? Welcome() : Empty();
        return PageLayout.Render(title, Html.Of($"""
            <form class="ask" action="/" method="post" role="search">
              <label for="subject">Which address do you doubt?</label>
              <div class="row">
                <input id="subject" name="subject" type="text" inputmode="url" value="{subject}" placeholder="https://example.com/sign-in" maxlength="16384"
                       autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="hint"{(verdict is null ? new Html(" autofocus") : Html.Empty)}>
                <button type="submit">Check</button>
              </div>
              <p id="hint" class="hint">Paste it as you got it; hxxp and [.] are understood. Weir reads the address and never opens it.</p>
            </form>
            {Notice(detector)}{answer}
            """), Model(detector));
    }

    private static Html Notice(ServedDetector detector) => detector.NotReady is { } reason
        ? Html.Of($"<p class=\"notice\" role=\"status\">{reason} Until a model is there, every answer is “not judged”.</p>")
        : Html.Empty;

    private static Html Empty() => new("<p class=\"notice\" role=\"alert\">There was no address to check. Paste one into the field above.</p>");

    private static Html Welcome() => new("""
        <section class="welcome" aria-label="What the answers mean">
          <dl>
            <div class="tone-phishing"><dt>Phishing</dt><dd>Do not open it. Enter nothing there.</dd></div>
            <div class="tone-suspicious"><dt>Suspicious</dt><dd>Look twice, and ask the sender in another way.</dd></div>
            <div class="tone-benign"><dt>No sign of phishing</dt><dd>Nothing in the address speaks against it.</dd></div>
            <div class="tone-unknown"><dt>Not judged</dt><dd>Weir could not say. This is not a clean bill.</dd></div>
          </dl>
        </section>
        """);

    private static Html Model(ServedDetector detector) => detector.Model is { } model
        ? Html.Of($"Model <code>{model.Version}</code> · {detector.Origin}") : new Html("No model");
}
