using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Server.Models;
using Weir.Server.Security;
using Weir.Storage.Models;

namespace Weir.Server.Dashboard.Models;

/// <summary>What the forms of the model pages ask for, done by the way that programs take.</summary>
internal static class ModelActs
{
    /// <summary>Whether somebody may change what serves.</summary>
    public static bool May(Caller who) => who.May(AccessRole.Admin) && who.IsOfMain;

    /// <summary>Does what the form says; its field <c>act</c> is promote, rollback, shadow, ab or drop. A channel is named for rollback and drop.</summary>
    public static ModelChange Do(HttpContext http, ModelChanges changes, int channel = ModelStore.UrlChannel)
    {
        if (!May(http.Caller())) return new ModelChange(StatusCodes.Status403Forbidden, "Only an admin of the tenant that runs this server changes what serves.");
        var (form, who) = (http.Request.Form, http.Caller().Name);
        string? Field(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
        var (version, why) = (Field("version"), Field("reason"));
        if (string.IsNullOrWhiteSpace(why)) return new ModelChange(StatusCodes.Status400BadRequest, "Say why: the reason is kept in the history.");
        return Field("act") switch
        {
            "promote" when version is not null => changes.Promote(version, why, who),
            "rollback" => changes.Rollback(version, why, who, channel),
            "shadow" => changes.Begin(version, "shadow", null, why, who),
            "ab" => changes.Begin(version, "ab", double.TryParse(Field("share"), CultureInfo.InvariantCulture, out var share) ? share : null, why, who),
            "drop" => changes.Drop(why, who, channel),
            _ => new ModelChange(StatusCodes.Status400BadRequest, "The form names no version."),
        };
    }
}
