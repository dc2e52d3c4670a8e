using Microsoft.AspNetCore.Http;
using Weir.Server.Feeds;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Feeds;

/// <summary>What the forms of the feeds page ask for, done by the way that programs take.</summary>
internal static class FeedActs
{
    private static readonly string[] Settings = ["Url", "Key", "Label", "Trust"];

    /// <summary>Whether somebody may change feeds.</summary>
    public static bool May(Caller who) => who.May(AccessRole.Admin) && who.IsOfMain;

    /// <summary>Does what the form says; its field <c>act</c> is add, fetch, enable, disable, remove, release or quarantine.</summary>
    public static FeedChange Do(HttpContext http, FeedDesk desk)
    {
        if (!May(http.Caller())) return new FeedChange(StatusCodes.Status403Forbidden, "Only an admin of the tenant that runs this server changes feeds.");
        var (form, who) = (http.Request.Form, http.Caller().Name);
        var feed = form["feed"].ToString().Trim();
        return form["act"].ToString() switch
        {
            "add" => Add(form, desk, who),
            "fetch" => desk.Fetch(feed, who),
            "enable" => desk.Switch(feed, true, who),
            "disable" => desk.Switch(feed, false, who),
            "remove" => desk.Remove(feed, who),
            "release" => desk.Release(feed, who),
            "quarantine" => desk.Quarantine(feed, form["reason"], who),
            _ => new FeedChange(StatusCodes.Status400BadRequest, "The form names nothing to do."),
        };
    }

    private static FeedChange Add(IFormCollection form, FeedDesk desk, string who)
    {
        var kind = form["kind"].ToString();
        var name = form["feed"].ToString().Trim() is { Length: > 0 } own ? own : kind;
        return desk.Set(name, kind, Settings.Select(setting => new KeyValuePair<string, string>(setting, form[setting].ToString().Trim())), who);
    }
}
