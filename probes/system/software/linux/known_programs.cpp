#include "probes/system/software/known_programs.h"

#include <algorithm>
#include <array>

namespace deskready::system_facts {
namespace {

using enum ProgramKind;

// The kernel keeps 15 characters of the name of a process.
constexpr std::array table = {
    KnownProgram{
        "firefox", browser, "firefox firefox-esr", "org.mozilla.firefox",
        "/usr/lib/firefox/firefox /usr/lib64/firefox/firefox /opt/firefox/firefox",
        "firefox firefox-esr firefox-bin",
        "/usr/lib/firefox/application.ini /usr/lib64/firefox/application.ini /opt/firefox/application.ini"},
    KnownProgram{"chrome", browser, "google-chrome-stable google-chrome", "com.google.Chrome",
                 "/opt/google/chrome/chrome", "chrome", "~/.config/google-chrome/Last%20Version"},
    KnownProgram{"chromium", browser, "chromium chromium-browser", "org.chromium.Chromium",
                 "/usr/bin/chromium", "chromium chromium-browse", "~/.config/chromium/Last%20Version"},
    KnownProgram{"edge", browser, "microsoft-edge-stable", "com.microsoft.Edge",
                 "/opt/microsoft/msedge/msedge", "msedge", "~/.config/microsoft-edge/Last%20Version"},
    KnownProgram{"brave", browser, "brave-browser brave", "com.brave.Browser", "/opt/brave.com/brave/brave",
                 "brave", "~/.config/BraveSoftware/Brave-Browser/Last%20Version"},
    KnownProgram{"opera", browser, "opera-stable opera", "com.opera.Opera", "/usr/bin/opera", "opera"},
    KnownProgram{"vivaldi", browser, "vivaldi-stable vivaldi", "com.vivaldi.Vivaldi", "/opt/vivaldi/vivaldi",
                 "vivaldi-bin", "~/.config/vivaldi/Last%20Version"},
    KnownProgram{"epiphany", browser, "epiphany-browser epiphany", "org.gnome.Epiphany", "/usr/bin/epiphany",
                 "epiphany"},

    KnownProgram{"libreoffice", office, "libreoffice-core libreoffice-fresh libreoffice-still libreoffice",
                 "org.libreoffice.LibreOffice", "/usr/bin/soffice /usr/lib64/libreoffice/program/soffice",
                 "soffice.bin"},
    KnownProgram{"onlyoffice", office, "onlyoffice-desktopeditors", "org.onlyoffice.desktopeditors", "",
                 "DesktopEditors"},
    KnownProgram{"wps_office", office, "wps-office", "com.wps.Office", "", "wps wpsoffice"},
    KnownProgram{"softmaker_office", office,
                 "softmaker-office-2024 softmaker-office-2021 softmaker-freeoffice-2024", "", "",
                 "textmaker planmaker"},
    KnownProgram{"openoffice", office, "openoffice", "", "/opt/openoffice4/program/soffice", "soffice.bin"},

    KnownProgram{"citrix_workspace", remote_desktop, "icaclient", "com.citrix.Workspace",
                 "/opt/Citrix/ICAClient/wfica", "wfica selfservice"},
    KnownProgram{"horizon", remote_desktop, "omnissa-horizon-client vmware-horizon-client",
                 "com.omnissa.horizon_client", "/usr/bin/vmware-view /usr/bin/horizon-client",
                 "vmware-view horizon-client"},
    KnownProgram{"remmina", remote_desktop, "remmina", "org.remmina.Remmina", "/usr/bin/remmina", "remmina"},
    KnownProgram{"freerdp", remote_desktop, "freerdp2-x11 freerdp3-x11 freerdp", "com.freerdp.FreeRDP",
                 "/usr/bin/xfreerdp", "xfreerdp xfreerdp3"},
    KnownProgram{"workspaces", remote_desktop, "workspacesclient", "",
                 "/opt/workspacesclient/workspacesclient", "workspacesclien"},
    KnownProgram{"gnome_connections", remote_desktop, "gnome-connections", "org.gnome.Connections", "",
                 "gnome-connectio"},
    KnownProgram{"krdc", remote_desktop, "krdc", "org.kde.krdc", "/usr/bin/krdc", "krdc"},

    KnownProgram{"teamviewer", remote_support, "teamviewer", "", "/opt/teamviewer/tv_bin/teamviewerd",
                 "teamviewerd TeamViewer"},
    KnownProgram{"anydesk", remote_support, "anydesk", "com.anydesk.Anydesk", "/usr/bin/anydesk", "anydesk"},
    KnownProgram{"rustdesk", remote_support, "rustdesk", "com.rustdesk.RustDesk", "/usr/bin/rustdesk",
                 "rustdesk"},
    KnownProgram{"splashtop", remote_support, "splashtop-streamer", "", "/opt/splashtop-streamer/SRStreamer",
                 "SRStreamer SRAgent"},
    KnownProgram{"logmein_rescue", remote_support, "logmein-rescue", "", "", "rescue"},
    KnownProgram{"connectwise", remote_support, "", "", "/opt/connectwisecontrol /opt/screenconnect",
                 "ScreenConnect"},

    KnownProgram{"openvpn", vpn_client, "openvpn openvpn3 openvpn3-client", "", "/usr/sbin/openvpn",
                 "openvpn openvpn3-servic"},
    KnownProgram{"wireguard", vpn_client, "wireguard-tools", "", "/usr/bin/wg", ""},
    KnownProgram{"anyconnect", vpn_client, "cisco-secure-client-vpn anyconnect", "",
                 "/opt/cisco/secureclient/bin/vpnagentd /opt/cisco/anyconnect/bin/vpnagentd", "vpnagentd"},
    KnownProgram{"globalprotect", vpn_client, "globalprotect", "",
                 "/opt/paloaltonetworks/globalprotect/PanGPA", "PanGPS PanGPA"},
    KnownProgram{"forticlient", vpn_client, "forticlient", "", "/opt/forticlient/fortivpn",
                 "fctsched fortivpn"},
    KnownProgram{"openconnect", vpn_client, "openconnect", "", "/usr/sbin/openconnect", "openconnect"},
    KnownProgram{"pulse_secure", vpn_client, "pulsesecure", "", "/opt/pulsesecure/bin/pulselauncher",
                 "pulsesvc"},
    KnownProgram{"zscaler", vpn_client, "zscaler", "", "/opt/zscaler/bin/zsaservice", "zsaservice zstunnel"},
    KnownProgram{"strongswan", vpn_client, "strongswan", "", "/usr/sbin/charon-cmd", "charon charon-nm"},
    KnownProgram{"tailscale", vpn_client, "tailscale", "", "/usr/sbin/tailscaled", "tailscaled"},

    KnownProgram{"clamav", antivirus, "clamav-daemon clamav", "com.gitlab.davem.ClamTk", "/usr/sbin/clamd",
                 "clamd"},
    KnownProgram{"defender", antivirus, "mdatp", "", "/opt/microsoft/mdatp/sbin/wdavdaemon", "wdavdaemon"},
    KnownProgram{"crowdstrike", antivirus, "falcon-sensor", "", "/opt/CrowdStrike/falcond",
                 "falcon-sensor falcond"},
    KnownProgram{"sentinelone", antivirus, "sentinelagent", "", "/opt/sentinelone/bin/sentinelctl",
                 "s1-agent s1-scanner"},
    KnownProgram{"sophos", antivirus, "", "", "/opt/sophos-spl /opt/sophos-av",
                 "sophos_managem savd soph_threat_det"},
    KnownProgram{"eset", antivirus, "eea efs", "", "/opt/eset/eea /opt/eset/efs /opt/eset/esets",
                 "oaeventd esets_daemon eea"},
    KnownProgram{"bitdefender", antivirus, "bitdefender-security-tools", "",
                 "/opt/bitdefender-security-tools/bin/bdsecd", "bdsecd bdsrvscand"},
    KnownProgram{"kaspersky", antivirus, "kesl", "", "/opt/kaspersky/kesl/libexec/kesl", "kesl kav4fs"},
    KnownProgram{"withsecure", antivirus, "f-secure-linuxsecurity", "", "/opt/f-secure", "fsicd fsav"},
    KnownProgram{"trend_micro", antivirus, "ds-agent", "", "/opt/ds_agent/ds_agent", "ds_agent ds_am"},

    KnownProgram{"intune", management, "intune-portal", "", "/opt/microsoft/intune/bin/intune-daemon",
                 "intune-daemon intune-agent"},
    KnownProgram{"landscape", management, "landscape-client", "", "", "landscape-clien"},
    KnownProgram{"puppet", management, "puppet-agent puppet", "", "/opt/puppetlabs/bin/puppet",
                 "puppet pxp-agent"},
    KnownProgram{"salt", management, "salt-minion", "", "/usr/bin/salt-minion", "salt-minion"},
    KnownProgram{"chef", management, "chef", "", "/opt/chef/bin/chef-client", "chef-client"},
    KnownProgram{"fleet", management, "fleet-osquery", "", "/opt/orbit", "orbit"},
    KnownProgram{"manageengine", management, "", "", "/usr/local/manageengine", "dcservice"},

    KnownProgram{"zoom", other, "zoom zoom-client", "us.zoom.Zoom", "/opt/zoom/zoom", "zoom ZoomLauncher"},
    KnownProgram{"teams", other, "teams teams-for-linux", "com.github.IsmaelMartinez.teams_for_linux", "",
                 "teams teams-for-linux"},
    KnownProgram{"slack", other, "slack-desktop slack", "com.slack.Slack", "/usr/lib/slack/slack", "slack"},
    KnownProgram{"skype", other, "skypeforlinux skype", "com.skype.Client", "", "skypeforlinux"},
    KnownProgram{"discord", other, "discord", "com.discordapp.Discord", "", "Discord"},
    KnownProgram{"telegram", other, "telegram-desktop", "org.telegram.desktop", "",
                 "telegram-deskto Telegram"},
    KnownProgram{"signal", other, "signal-desktop", "org.signal.Signal", "", "signal-desktop"},
    KnownProgram{"thunderbird", other, "thunderbird", "org.mozilla.Thunderbird", "",
                 "thunderbird thunderbird-bin"},
    KnownProgram{"acrobat", other, "adobereader-enu acroread", "com.adobe.Reader", "", "acroread"},
    KnownProgram{"qbittorrent", other, "qbittorrent qbittorrent-nox", "org.qbittorrent.qBittorrent", "",
                 "qbittorrent qbittorrent-nox"},
    KnownProgram{"transmission", other,
                 "transmission-gtk transmission-qt transmission-daemon transmission-cli",
                 "com.transmissionbt.Transmission", "",
                 "transmission-gt transmission-qt transmission-da transmission-cl"},
    KnownProgram{"deluge", other, "deluge deluged", "org.deluge_torrent.deluge", "",
                 "deluge deluged deluge-gtk"},
};

}  // namespace

std::span<const KnownProgram> known_programs() {
  return table;
}

const KnownProgram* find_known_program(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const KnownProgram& one) { return one.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::string program_file(std::string_view package) {
  return "/usr/bin/" + std::string(package);
}

}  // namespace deskready::system_facts
